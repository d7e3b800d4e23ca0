import { endpoint } from './room.js';

/** What the command line takes for granted without --url. */
const DEFAULT_HOSTS = ['localhost:8080', '127.0.0.1:8080'];

/** Lines that reach a room without this page, ready to be pasted. */
export function linesFor(room, page) {
    const { host, protocol, origin } = new URL(page);
    const ws = protocol === 'https:' ? 'wss:' : 'ws:';
    const url = DEFAULT_HOSTS.includes(host) && ws === 'ws:' ? '' : ` --url ${ws}//${host}`;
    const topic = `chat/${room}`;
    const raw = `${endpoint(room, page)}?last=10`;
    const publication = JSON.stringify({ topic, text: 'hello from curl' });
    return [
        {
            title: 'Any browser console',
            line: `ws = new WebSocket(${JSON.stringify(raw)}); ws.onmessage = e => console.log(e.data); ws.onopen = () => ws.send("hello")`,
        },
        { title: 'Listen in a shell', line: `wsbroker sub 'chat/#'${url}` },
        { title: 'Publish from a shell', line: `echo hi | wsbroker pub ${quote(topic)}${url}` },
        {
            title: 'Publish over HTTP',
            line: `curl -H 'Content-Type: application/json' -d ${quote(publication)} ${origin}/api/publish`,
        },
    ];
}

function quote(word) {
    return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
