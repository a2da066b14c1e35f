// How fast counters of instances grow, from two answers of the daemon by the daemon's own clock.

const SPAN_MIN_S = 1;

export const keyOfInstance = ({ kind, name }) => `${kind} ${name}`;

function growth(before, now, seconds) {
    const rates = {};
    for (const [name, value] of Object.entries(now.counters ?? {})) {
        const grown = value - (before.counters?.[name] ?? 0);
        if (grown > 0) rates[name] = grown / seconds;
    }
    return rates;
}

/** Rates per second by instance; null where the two answers are too near, or of two processes. */
export function ratesBetween(before, now) {
    if (!before || before.started !== now.started) return null;
    const seconds = (Date.parse(now.server_time) - Date.parse(before.server_time)) / 1000;
    if (!(seconds >= SPAN_MIN_S)) return null;
    const known = new Map(before.instances.map((instance) => [keyOfInstance(instance), instance]));
    return new Map(now.instances.filter((instance) => known.has(keyOfInstance(instance))).map(
        (instance) => [keyOfInstance(instance), growth(known.get(keyOfInstance(instance)), instance, seconds)]
    ));
}
