import { Api, Refusal } from './api.js';
import { ConnectionTable } from './connection-table.js';
import { StatusBoard } from './status-board.js';
import { TopicTable } from './topic-table.js';

const STATUS_MS = 2000;
const TOPICS_EVERY = 2;
/** More connections than these are shown only when they are asked for. */
const MOST_LISTED = 1000;

const api = new Api();
const login = document.querySelector('#login');
const board = document.querySelector('#board');
const state = document.querySelector('#state');
const forget = document.querySelector('#forget');
const status = new StatusBoard(board);
const topics = new TopicTable(board, api);
const connections = new ConnectionTable(board, api);
let looks = 0;

function tell(name, text) {
    state.dataset.state = name;
    state.textContent = text;
}

function askForKey(why) {
    api.forget();
    board.hidden = true;
    login.hidden = false;
    looks = 0;
    forget.hidden = true;
    document.querySelector('#refused').textContent = why;
    document.querySelector('#key').focus();
    tell('waiting', '');
}

async function look() {
    try {
        const now = await api.get('status');
        login.hidden = true;
        board.hidden = false;
        forget.hidden = !api.hasKey;
        status.show(now);
        tell('live', 'Live');
        if (looks === 0 && now.metrics.wsbroker_connections_active <= MOST_LISTED) await connections.look();
        if (looks++ % TOPICS_EVERY === 0) await topics.watch(now.metrics.wsbroker_topics);
    } catch (error) {
        if (error instanceof Refusal && error.status === 401) {
            askForKey(api.hasKey ? 'The broker knows no such key.' : '');
            return;
        }

        if (error instanceof Refusal && error.status === 403) {
            askForKey(error.message);
            return;
        }

        tell('lost', error instanceof Refusal ? error.message : 'The broker cannot be reached. Trying again…');
    }

    setTimeout(look, STATUS_MS);
}

login.addEventListener('submit', (event) => {
    event.preventDefault();
    const input = document.querySelector('#key');
    api.take(input.value.trim());
    input.value = '';
    look();
});
forget.addEventListener('click', () => askForKey(''));
await look();
