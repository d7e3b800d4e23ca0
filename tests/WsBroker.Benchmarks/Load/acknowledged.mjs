// How many publications are acknowledged by one node and heard on another in a second, over real sockets.
// Usage: node acknowledged.mjs ws://PUBLISHERS ws://SUBSCRIBER [PUBLISHERS [SECONDS]]
// Each publisher has 64 JSON publications of 100 B on their way, handed over in one write; one raw subscriber hears them all.
import { createRequire } from 'node:module';

const { WebSocket } = createRequire(new URL('../../browser/package.json', import.meta.url))('ws');
const [publishers, subscriber, count = '16', seconds = '5'] = process.argv.slice(2);
const onTheirWay = 64;
const publication = JSON.stringify({ id: 1, publish: { topic: 'load', text: 'x'.repeat(100) } });

const open = url => new Promise((opened, failed) => {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.once('open', () => opened(socket)).once('error', failed).once('close', code => failed(new Error(`closed with ${code}`)));
});
const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

let acknowledged = 0, heard = 0;
(await open(`${subscriber}/topics/load?mode=sub`)).on('message', () => heard++);

const publish = (socket, more) => {
  socket._socket.cork();
  for (let i = 0; i < more; i++) socket.send(publication);
  process.nextTick(() => socket._socket.uncork());
};
for (let i = 0; i < Number(count); i++) {
  const socket = await open(publishers);
  let answered = 0;
  socket.on('message', answer => {
    if (!answer.includes('"published"')) throw new Error(answer.toString());
    acknowledged++;
    if (++answered % (onTheirWay / 2) === 0) publish(socket, onTheirWay / 2);
  });
  publish(socket, onTheirWay);
}

await pause(3000);
const [before, heardBefore] = [acknowledged, heard];
await pause(Number(seconds) * 1000);
const aSecond = (now, then) => Math.round((now - then) / Number(seconds)).toLocaleString('en');
console.log(`${aSecond(acknowledged, before)} acknowledged and ${aSecond(heard, heardBefore)} heard a second`);
process.exit(0);
