// Readings as boards send them.

export const FIRST = "ESP32-001";
export const SECOND = "ESP32-002";

export function reading(device_id, power = 550, more = {}) {
    return {
        device_id, timestamp: "2025-01-20T10:30:00Z", current: power / 220, voltage: 220, power,
        ac_power_kw: power / 1000,
        total_energy_kwh: 1.234, grid_frequency_hz: 50, power_factor: 0.95, ambient_temp_c: 25.5,
        irradiance_w_m2: 850,
        system_status: 1, efficiency: 0.96, ...more,
    };
}

/** A reading of a meter, which has none of the board's metrics. */
export function meterReading(device_id, power_w = 1500, more = {}) {
    return {
        device_id, power_w, voltage_l1_v: 230.1, current_l1_a: 6.5, energy_export_kwh: 120.5,
        energy_import_kwh: 3.25, ...more,
    };
}

/** A morning of readings, for a chart with something on it: [reading, minutes ago]. */
export function morning(device, minutes = 55) {
    return Array.from({ length: minutes * 6 }, (_, step) => {
        const ago = minutes - step / 6;
        const sun = Math.sin((step / (minutes * 6)) * 2.2 + 0.4) * (1 - 0.25 * (Math.sin(step / 9) > 0.86));
        return [reading(device, Math.round(7000 * sun) / 10, {
            total_energy_kwh: 1 + step * 0.0012, irradiance_w_m2: Math.round(900 * sun),
            ambient_temp_c: 21 + 6 * sun,
        }), ago];
    }).filter(([, ago]) => ago < 30 || ago > 36);
}
