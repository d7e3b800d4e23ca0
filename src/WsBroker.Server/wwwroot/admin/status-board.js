import { bytes, duration, number, word } from './text.js';
import { byLabel, Rates, sum, Trace } from './rates.js';

const TILES = [
    ['Connections', (metrics) => metrics['wsbroker_connections_active'], number],
    ['Topics', (metrics) => metrics['wsbroker_topics'], number],
    ['Messages in / s', (metrics, rates) => rates.of('in', metrics['wsbroker_publications_total']), number],
    ['Messages out / s', (metrics, rates) => rates.of('out', metrics['wsbroker_deliveries_total']), number],
    ['Waiting for slow clients', (metrics) => metrics['wsbroker_queued_bytes'], bytes],
    ['Dropped / s', (metrics, rates) => rates.of('dropped', sum(metrics, 'wsbroker_publications_dropped_total')), number],
    ['Refused / s', (metrics, rates) => rates.of('refused', sum(metrics, 'wsbroker_handshakes_refused_total')), number],
    ['Memory', (metrics) => metrics['dotnet_process_memory_working_set_bytes'], bytes],
];

/** The way of plain HTTP to the part of the server that answers it: an end for the gateway, and for nobody else. */
const STILL_THERE = 'HandedOver';

/** Each a title, a metric, and perhaps the one of its labels that is left out. */
const REASONS = [
    ['Connections ended', 'wsbroker_connections_ended_total', STILL_THERE],
    ['Handshakes refused', 'wsbroker_handshakes_refused_total'],
    ['API requests refused', 'wsbroker_api_refused_total'],
    ['Publications dropped', 'wsbroker_publications_dropped_total'],
    ['Tokens', 'wsbroker_tokens_total'],
];

/** What the node tells of itself. */
export class StatusBoard {
    #rates = new Rates();
    #tiles = TILES.map(([name, read, show]) => ({ ...makeTile(name), read, show, trace: new Trace() }));

    constructor(root) {
        this.root = root;
        root.querySelector('#tiles').replaceChildren(...this.#tiles.map(({ element }) => element));
    }

    show(status) {
        this.#rates.begin(Date.parse(status.now));
        for (const { value, line, trace, read, show } of this.#tiles) {
            const now = read(status.metrics, this.#rates);
            trace.add(now);
            value.textContent = show(now);
            line.setAttribute('points', trace.points);
        }

        this.#showFacts(status);
        this.#showWarnings(status.insecure);
        this.root.querySelector('#reasons').replaceChildren(...REASONS.map(
            ([title, name, but]) => makeList(title, byLabel(status.metrics, name).filter(([label]) => label !== but))));
    }

    #showFacts({ node, version, since, now, addresses, nodes, metrics }) {
        const facts = [
            ['Node', node],
            ['Version', version],
            ['Up for', duration((Date.parse(now) - Date.parse(since)) / 1000)],
            ['Listens on', addresses.join(', ')],
            ['Nodes', number(nodes)],
            ['Kept sessions', number(metrics['wsbroker_sessions_kept'])],
        ];
        this.root.querySelector('#facts').replaceChildren(...facts.flatMap(([name, value]) => {
            const group = document.createElement('div');
            group.append(word(name, 'dt'), word(value, 'dd'));
            return [group];
        }));
    }

    #showWarnings(insecure) {
        const warnings = this.root.querySelector('#warnings');
        warnings.hidden = insecure.length === 0;
        warnings.querySelector('ul').replaceChildren(...insecure.map((sentence) => word(sentence, 'li')));
    }
}

function makeTile(name) {
    const element = document.createElement('div');
    element.className = 'tile';
    const title = word(name, 'div');
    title.className = 'name';
    const value = word('–', 'div');
    value.className = 'value';
    const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    picture.setAttribute('viewBox', '0 0 100 30');
    picture.setAttribute('preserveAspectRatio', 'none');
    picture.setAttribute('aria-hidden', 'true');
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
    line.setAttribute('vector-effect', 'non-scaling-stroke');
    picture.append(line);
    element.append(title, value, picture);
    return { element, value, line };
}

function makeList(title, entries) {
    const element = document.createElement('div');
    const list = document.createElement('ul');
    list.append(...entries.map(([reason, count]) => {
        const item = document.createElement('li');
        item.append(word(reason), word(number(count), 'span'));
        return item;
    }));
    element.append(word(title, 'h3'), entries.length > 0 ? list : word('none', 'span'));
    return element;
}
