import { recall, remember } from './memory.js';

const SLOT = 'wsbroker.chat.token';

/** What a token can be written with: a subprotocol takes no more, and a JWT needs no more. */
const WRITTEN = /^[\w.~+-]+$/;

/** The reader's token: kept for this tab alone, and never in an address, which others may log. */
export class Token {
    #value = recall('sessionStorage', SLOT) ?? '';

    get isThere() {
        return this.#value !== '';
    }

    /** @returns {boolean} whether it can be one */
    take(typed) {
        const value = typed.trim();
        if (!WRITTEN.test(value)) return false;
        this.#value = value;
        remember('sessionStorage', SLOT, value);
        return true;
    }

    forget() {
        this.#value = '';
        remember('sessionStorage', SLOT, '');
    }

    /** The subprotocols to offer: a browser has no other place for a token, and wants a real one answered. */
    get protocols() {
        return this.isThere ? ['wsbroker.v1.raw', `wsbroker.token.${this.#value}`] : [];
    }

    /** The headers of a request that says who asks. */
    get headers() {
        return this.isThere ? { Authorization: `Bearer ${this.#value}` } : {};
    }
}

/**
 * Why a WebSocket was refused, which its own error does not tell: the same is asked of the stream of events of that room.
 * @returns {Promise<number>} the status; 0 if there is no answer
 */
export async function statusOf(room, page, token) {
    const end = new AbortController();
    try {
        const address = new URL(`sse?topic=${encodeURIComponent(`chat/${room}`)}`, page);
        const answer = await fetch(address, { headers: token.headers, credentials: 'omit', cache: 'no-store', signal: end.signal });
        return answer.status;
    } catch {
        return 0;
    } finally {
        end.abort();
    }
}
