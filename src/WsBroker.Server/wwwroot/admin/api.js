const SLOT = 'wsbroker.admin.key';

/** The broker's API with one key, which is kept for this tab alone and goes into one header and nowhere else. */
export class Api {
    #key = sessionStorage.getItem(SLOT) ?? '';

    get hasKey() {
        return this.#key !== '';
    }

    take(key) {
        this.#key = key;
        sessionStorage.setItem(SLOT, key);
    }

    forget() {
        this.#key = '';
        sessionStorage.removeItem(SLOT);
    }

    /** @returns what the broker answers; throws a Refusal if it refuses. */
    async get(path, query = {}) {
        const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
        return this.#ask(`/api/${path}?${search}`, {});
    }

    async post(path, body) {
        return this.#ask(`/api/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    }

    async #ask(address, { headers, ...rest }) {
        const authorization = this.hasKey ? { Authorization: `Bearer ${this.#key}` } : {};
        const answer = await fetch(address, {
            ...rest, headers: { ...headers, ...authorization }, credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer',
        });
        if (!answer.ok) {
            const problem = await answer.json().catch(() => ({}));
            throw new Refusal(answer.status, problem.detail ?? problem.title ?? `The broker answers ${answer.status}.`);
        }

        return answer.json();
    }
}

/** What the broker says when it refuses. */
export class Refusal extends Error {
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}
