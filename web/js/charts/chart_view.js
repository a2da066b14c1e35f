// uPlot in our colours, our zone and our language, with a crosshair that the arrow keys move.
import { isolatedOf } from "./chart_data.js";
import { axisText, metricText, timeText, unitOf } from "../format.js";
import { word } from "../i18n.js";
import { colour } from "../theme.js";

const HEIGHT = 240;
const STEPS_PER_PAGE = 20;

function shownUnit(metric, unit) {
    return unitOf(metric) === "%" ? "%" : unit || unitOf(metric);
}

function timeAxis(zone) {
    return {
        stroke: colour("muted"), grid: { stroke: colour("grid"), width: 1 }, ticks: { show: false },
        font: "12px system-ui", space: 72,
        values: (plot, splits) => splits.map(
            (split) => axisText(split * 1000, zone, plot.scales.x.max - plot.scales.x.min)
        ),
    };
}

function valueAxis({ metric, unit, scale, colourName }, isSecond) {
    return {
        scale, side: isSecond ? 1 : 3, stroke: colour(colourName), size: 52, font: "12px system-ui",
        ticks: { show: false },
        grid: { show: !isSecond, stroke: colour("grid"), width: 1 }, label: shownUnit(metric, unit),
        labelSize: 20, labelFont: "12px system-ui",
    };
}

function lineOf({ metric, unit, scale, colourName, isDashed }) {
    return {
        label: word("metric", metric), scale, stroke: colour(colourName), width: 1.75,
        dash: isDashed ? [6, 4] : undefined,
        spanGaps: false,
        points: { show: true, size: 4, fill: colour(colourName), filter: (plot, index) => isolatedOf(plot.data[index]) },
        value: (plot, value) => {
            if (value === null || value === undefined) return "–";
            const shown = metricText(metric, value, unit);
            return `${shown.text} ${shown.unit}`;
        },
    };
}

function timeLine(zone) {
    return {
        label: word("column", "time"),
        value: (plot, time) => (time === null ? "–" : timeText(time * 1000, zone)),
    };
}

/** A chart of up to two series, the second with an axis of its own. */
export function makeChart(holder, lines, zone, range) {
    const scales = { x: { time: true, range: () => range() } };
    for (const { scale } of lines) scales[scale] = { range: (plot, low, high) => padded(low, high) };
    const plot = new uPlot({
        width: Math.max(240, holder.clientWidth), height: HEIGHT, scales,
        tzDate: (time) => uPlot.tzDate(new Date(time * 1000), zone),
        cursor: { drag: { x: false, y: false }, points: { size: 7 } },
        series: [timeLine(zone), ...lines.map(lineOf)],
        axes: [timeAxis(zone), ...lines.map((line, index) => valueAxis(line, index > 0))],
    }, [[], ...lines.map(() => [])], holder);
    const sizes = new ResizeObserver(() => {
        if (holder.clientWidth > 0) plot.setSize({ width: holder.clientWidth, height: HEIGHT });
    });
    sizes.observe(holder);
    return {
        set: (columns) => {
            plot.setData(columns.length === 1 ? columns[0] : uPlot.join(columns));
            // Without a crosshair the legend shows the newest sample.
            requestAnimationFrame(() => {
                if (!(plot.cursor.left >= 0)) plot.setLegend({ idx: plot.data[0].length - 1 });
            });
        },
        move: (key) => moveCursor(plot, key),
        destroy: () => {
            sizes.disconnect();
            plot.destroy();
        },
    };
}

/** Room above and below; a flat line lies in the middle. */
function padded(low, high) {
    if (low === null || high === null) return [0, 1];
    const room = (high - low) * 0.08 || Math.abs(high) * 0.1 || 1;
    return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
}

const MOVES = { ArrowLeft: -1, ArrowRight: 1, PageUp: -STEPS_PER_PAGE, PageDown: STEPS_PER_PAGE };

/** Moves the crosshair to another sample; answers whether the key was one of ours. */
function moveCursor(plot, key) {
    const times = plot.data[0];
    if (times.length === 0) return false;
    const now = plot.cursor.idx ?? times.length - 1;
    let next = key === "Home" ? 0 : key === "End" ? times.length - 1 : now + (MOVES[key] ?? NaN);
    if (Number.isNaN(next)) return false;
    next = Math.min(times.length - 1, Math.max(0, next));
    plot.setCursor({ left: plot.valToPos(times[next], "x"), top: plot.over.clientHeight / 2 });
    return true;
}
