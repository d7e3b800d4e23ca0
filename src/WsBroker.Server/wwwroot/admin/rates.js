/** How fast counters grow: keeps what each was when it was last looked at. */
export class Rates {
    #last = new Map();
    #at = NaN;
    #seconds = NaN;

    /** A new look begins. @param {number} now in milliseconds */
    begin(now) {
        this.#seconds = (now - this.#at) / 1000;
        this.#at = now;
    }

    /**
     * By how much a counter has grown in a second, since the last look; NaN if it was not there, or has begun anew.
     * @param {string} name @param {number} value
     */
    of(name, value) {
        const before = this.#last.get(name);
        this.#last.set(name, value);
        return before === undefined || value < before || !(this.#seconds > 0) ? NaN : (value - before) / this.#seconds;
    }

    /** Forgets counters that are not there any more. */
    keep(names) {
        for (const name of this.#last.keys()) {
            if (!names.has(name)) this.#last.delete(name);
        }
    }
}

/** The last values of something, as points of a line in a field of 100 by 30. */
export class Trace {
    #values = [];

    constructor(length = 60) {
        this.length = length;
    }

    add(value) {
        this.#values.push(Number.isFinite(value) ? value : 0);
        if (this.#values.length > this.length) this.#values.shift();
    }

    get points() {
        const most = Math.max(1, ...this.#values);
        const from = this.length - this.#values.length;
        return this.#values.map((value, at) => `${((from + at) * 100 / (this.length - 1)).toFixed(1)},${(29 - 28 * value / most).toFixed(1)}`).join(' ');
    }
}

/** The metrics of a name by one of their labels, the largest first, without those that are nought. */
export function byLabel(metrics, name) {
    return Object.entries(metrics)
        .filter(([key, value]) => key.startsWith(`${name}{`) && value > 0)
        .map(([key, value]) => [key.slice(key.indexOf('"') + 1, key.lastIndexOf('"')).replace(/",\w+="/g, ' · '), value])
        .sort(([, one], [, other]) => other - one);
}

/** The sum of all metrics of a name. */
export function sum(metrics, name) {
    const found = Object.entries(metrics).filter(([key]) => key === name || key.startsWith(`${name}{`));
    return found.length === 0 ? NaN : found.reduce((all, [, value]) => all + value, 0);
}
