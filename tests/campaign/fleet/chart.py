"""A small chart as SVG: a panel a curve, one scale."""

WIDTH, PANEL, LEFT, RIGHT, TOP, GAP = 720, 90, 52, 12, 34, 30
TICK_SECONDS = 20


def panel(name, values, most, place):
    base = TOP + place * (PANEL + GAP) + PANEL
    step = (WIDTH - LEFT - RIGHT) / len(values)
    points = " ".join(f"{LEFT + i * step:.1f},{base - value / most * PANEL:.1f}" for i, value in enumerate(values))
    ticks = "".join(f'<text x="{LEFT + second * step:.1f}" y="{base + 12}" text-anchor="middle">{second} s</text>'
                    for second in range(0, len(values), TICK_SECONDS))
    return (f'<text x="{LEFT + 70}" y="{base - PANEL + 10}">{name}: at most {max(values):,}</text>'
            f'<path d="M{LEFT},{base}H{WIDTH - RIGHT}M{LEFT},{base - PANEL}V{base}" class="axis"/>'
            f'<text x="{LEFT - 4}" y="{base - PANEL + 8}" text-anchor="end">{most:,}</text>'
            f'<text x="{LEFT - 4}" y="{base}" text-anchor="end">0</text>{ticks}'
            f'<polyline points="{points}" class="curve"/>')


def curves(title, series):
    """The SVG text of [(name, values)], one value a second."""
    most = max(max(values) for _, values in series)
    height = TOP + len(series) * (PANEL + GAP)
    panels = "\n".join(panel(name, values, most, place) for place, (name, values) in enumerate(series))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="11">\n'
            "<style>.axis{stroke:#888;fill:none}.curve{stroke:#06c;fill:none;stroke-width:1.2}</style>\n"
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>\n<text x="{LEFT}" y="18" font-size="13">{title}</text>\n'
            f"{panels}\n</svg>\n")
