import { number, word } from './text.js';
import { Rates } from './rates.js';

const MOST_SHOWN = 50;
/** Asking for more than these every few seconds would be felt. */
const MOST_WATCHED = 5000;

/** A name stands for the topic and all below it, too; a filter with wildcards for what it matches. */
function withWhatIsBelow(text) {
    return text === '' || /[+#]/.test(text) ? text : `${text.replace(/\/$/, '')}/#`;
}

/** The topics of a filter, those first of which there is most; watched while they are not very many. */
export class TopicTable {
    #rates = new Rates();
    #by = 'rate';
    #all = [];
    #filter = '';
    #known = 0;
    #isWatched = true;

    constructor(root, api) {
        this.api = api;
        this.table = root.querySelector('#topics');
        this.note = root.querySelector('#topics-note');
        root.querySelector('#topics-form').addEventListener('submit', (event) => {
            event.preventDefault();
            this.#filter = withWhatIsBelow(root.querySelector('#match').value.trim());
            this.#isWatched = true;
            this.watch(this.#known);
        });
        for (const button of this.table.querySelectorAll('th button')) {
            button.addEventListener('click', () => this.#sortBy(button.dataset.by));
        }
    }

    /** @param {number} topics how many there are at all, as far as is known */
    async watch(topics) {
        this.#known = topics;
        if (topics > MOST_WATCHED && this.#filter === '') {
            this.#all = [];
            this.#show();
            this.#say(`${number(topics)} topics are too many to list. Search for some by the beginning of their names, like chat/`);
        } else if (this.#isWatched) {
            await this.look();
        }
    }

    async look() {
        try {
            const { topics } = await this.api.get('topics', { match: this.#filter });
            this.#isWatched = topics.length <= MOST_WATCHED;
            this.#rates.begin(performance.now());
            this.#all = topics.map((topic) => ({ ...topic, rate: this.#rates.of(`${topic.epoch} ${topic.topic}`, topic.offset) }));
            this.#rates.keep(new Set(topics.map((topic) => `${topic.epoch} ${topic.topic}`)));
            this.#show();
        } catch (error) {
            this.#say(error.message, true);
        }
    }

    #sortBy(by) {
        this.#by = by;
        this.#show();
    }

    #show() {
        for (const button of this.table.querySelectorAll('th button')) {
            button.setAttribute('aria-pressed', String(button.dataset.by === this.#by));
        }

        const first = [...this.#all].sort((one, other) => (other[this.#by] || 0) - (one[this.#by] || 0) || other.subscribers - one.subscribers).slice(0, MOST_SHOWN);
        this.table.hidden = first.length === 0;
        this.table.tBodies[0].replaceChildren(...first.map((topic) => {
            const row = document.createElement('tr');
            for (const cell of [word(topic.topic), number(topic.subscribers), number(topic.rate), number(topic.offset)]) {
                row.insertCell().append(cell);
            }

            return row;
        }));
        const isSome = this.#all.length > first.length;
        const when = this.#isWatched ? '' : ', as they were when you searched';
        this.#say(first.length === 0 ? 'There are none.' : isSome ? `${first.length} of ${number(this.#all.length)} are shown${when}.` : '');
    }

    #say(text, isBad = false) {
        this.note.textContent = text;
        this.note.toggleAttribute('data-bad', isBad);
    }
}
