"""The figures of a campaign as a table that a README can take as it is."""


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def verdict(row):
    broken = [name for name, holds in row["promises"].items() if not holds]
    return "good" if not broken else "BROKEN: " + ", ".join(broken)


def chaos_table(rows):
    def line(row):
        if "rows" not in row:
            return [row["seed"], *["-"] * 8, verdict(row)]
        faults = row["faults"]
        statuses = sum(count for name, count in faults.items() if name.isdigit())
        return [row["seed"], row["requests"], faults.get("reset-after", 0) + faults.get("truncate", 0) + faults.get("kill", 0),
                f"{100 * row['after_commit']:.0f} %", faults.get("reset-before", 0), statuses,
                f"{row['kills']['daemon']} + {row['kills']['postgres']}", f"{row['rows']:,}",
                f"{row['seconds']:.0f}", verdict(row)]

    return table(["seed", "requests", "answer lost", "after commit", "reset before", "4xx, 5xx, portal",
                  "kills: daemon + database", "rows, each once", "seconds", "verdict"], [line(row) for row in rows])


def noticed(outages):
    """Seconds until the daemon said so; of outages that were over before, how long they were."""
    return " ".join(f"{one['after_s']:.1f}" if one["after_s"] is not None else f"({one['outage_s']:.0f})"
                    for one in outages) + " s"


def drain_table(rows):
    def line(row):
        visible = " ".join(f"{after:.1f}" for after in row["visible_after_s"])
        memory = [row[f"memory_{when}_mib"] for when in ("first", "last", "peak")]
        return [row["encoding"], row["link"], f"{row['backlog']:,}", f"{row['rows_per_s']:,.0f}",
                f"{row['rows_per_request']:,.0f}", f"{row['bytes_per_reading']:.0f}", noticed(row["outages"]),
                f"{visible} s", f"{row['newest_age_p50_s']:.1f} ({row['newest_age_max_s']:.1f}) s",
                ", ".join(f"{mib:.0f}" for mib in memory) + " MiB", f"{row['disk_bytes'] / 1e9:.1f} GB", verdict(row)]

    return table(["encoding", "link", "backlog", "readings/s", "readings a request", "bytes a reading",
                  "outage noticed after (not noticed)", "newest row visible after", "its age, middle (worst)",
                  "memory first, last, peak", "disk", "verdict"], [line(row) for row in rows])


def fleet_table(rows):
    def line(row):
        return [row["scenario"], f"{row['gateways']:,}", row["waits"], f"{row['total_requests']:,}",
                f"{row['peak_requests_per_s']:,}", f"{100 * row['refused_share']:.1f} %",
                f"{row['drained_after_s'] / 60:.1f} min", verdict(row)]

    return table(["scenario", "gateways", "waits", "requests", "most in a second", "refused", "backlog gone after",
                  "verdict"], [line(row) for row in rows])
