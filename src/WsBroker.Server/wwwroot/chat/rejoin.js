/**
 * Tells, after a reconnect, the messages that are new from those that are the known history once more. Pure.
 *
 * The raw endpoint sends no offsets. But what it sends after a reconnect begins with the newest part of the topic, so the
 * longest end of what is known that equals the beginning of what arrives is the overlap, and what follows it is new.
 */
export class Rejoin {
    #known;
    #arrived = [];
    #settled;

    /** @param {string[]} known fingerprints of the newest messages that were received before, oldest first */
    constructor(known) {
        this.#known = [...known];
        this.#settled = known.length === 0;
    }

    /** Whether the overlap has been found or ruled out; from then on every message is new. */
    get settled() {
        return this.#settled;
    }

    /**
     * @param {{print: string}} message with its fingerprint
     * @returns the messages known to be new by now, in order; with `gap` true if nothing overlapped
     */
    accept(message) {
        if (this.#settled) return { fresh: [message], gap: false };
        this.#arrived.push(message);
        const overlap = this.#longestOverlap();
        return overlap > this.#arrived.length ? { fresh: [], gap: false } : this.#end(overlap);
    }

    /** Decides with what has arrived, because nothing has come for a while. */
    settle() {
        if (this.#settled) return { fresh: [], gap: false };
        return this.#end(this.#longestOverlap(this.#arrived.length));
    }

    #end(overlap) {
        const fresh = this.#arrived.slice(overlap);
        this.#settled = true;
        this.#arrived = [];
        return { fresh, gap: overlap === 0 && fresh.length > 0 };
    }

    /** The length of the longest end of the known that agrees with what has arrived so far; it may yet be cut short. */
    #longestOverlap(most = this.#known.length) {
        for (let length = Math.min(most, this.#known.length); length > 0; length--) {
            const start = this.#known.length - length;
            const both = Math.min(length, this.#arrived.length);
            const agrees = (_, i) => this.#known[start + i] === this.#arrived[i].print;
            if (Array.from({ length: both }, agrees).every(Boolean)) return length;
        }
        return 0;
    }
}
