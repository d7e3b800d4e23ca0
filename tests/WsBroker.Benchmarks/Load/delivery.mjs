// What a delivery and an idle connection cost a server: CPU seconds per million deliveries, KiB of RSS.
// Usage: node delivery.mjs PID URL [PUBLISHER_URL [SUBSCRIBERS [SECONDS]]]
// PID and URL are of the server of the subscribers, ws://127.0.0.1:9002 or wss://127.0.0.1:9443; PUBLISHER_URL: another node, or the same.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const { WebSocket } = createRequire(new URL('../../browser/package.json', import.meta.url))('ws');
const [pid, url, publisherUrl = url, subscribers = '500', seconds = '5'] = process.argv.slice(2);
const inFlight = 8;

const cpu = () => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
const open = (mode, at = url) => new Promise((opened, failed) => {
  const socket = new WebSocket(`${at}/topics/load?mode=${mode}`, { rejectUnauthorized: false, perMessageDeflate: false });
  socket.once('open', () => opened(socket)).once('error', failed);
});
const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

const publisher = await open('pub', publisherUrl);
const before = resident();
const sockets = [];
for (let i = 0; i < Number(subscribers); i++) sockets.push(await open('sub'));
await pause(2000);
const idle = (resident() - before) / sockets.length;

let delivered = 0, published = 0, isOver = false;
const message = 'x'.repeat(64);
const go = () => {
  while (!isOver && published * sockets.length < delivered + inFlight * sockets.length) {
    publisher.send(message);
    published++;
  }
};
sockets.forEach(socket => socket.on('message', () => { if (++delivered % sockets.length === 0) go(); }));
go();
await pause(3000);
const [cpuBefore, deliveredBefore] = [cpu(), delivered];
await pause(Number(seconds) * 1000);
const [spent, count] = [cpu() - cpuBefore, delivered - deliveredBefore];
isOver = true;
console.log(`${url}: ${(spent / count * 1e6).toFixed(2)} CPU s per million of ${count} deliveries, ${idle.toFixed(2)} KiB a connection`);
process.exit(0);
