// What it costs two servers to open connections, the second with a token in each: CPU microseconds each, lot by lot in turn.
// Usage: node open.mjs PID PORT PID_WITH_TOKENS PORT_WITH_TOKENS SECRET [LOTS [tls]]      SECRET: of HS256
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as net from 'node:net';
import * as tls from 'node:tls';

const [pid, port, guardedPid, guardedPort, secret, lots = '10', security = ''] = process.argv.slice(2);
const atOnce = 100, lot = 10000, warmUps = 4, warmUpLot = 1000;

const cpu = pid => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
const encode = text => Buffer.from(text).toString('base64url');
const token = user => {
  const expires = Math.floor(Date.now() / 1000) + 3600;
  const signed = `${encode('{"alg":"HS256","typ":"JWT"}')}.${encode(`{"sub":"${user}","exp":${expires},"subs":["rooms/#"],"pub":["rooms/${user}"]}`)}`;
  return `Authorization: Bearer ${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}\r\n`;
};
const request = header => Buffer.from('GET /topics/rooms/lobby?mode=sub HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
  + `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${header}\r\n`);

const servers = [
  { pid, port: Number(port), requests: Array.from({ length: lot }, () => request('')), costs: [] },
  { pid: guardedPid, port: Number(guardedPort), requests: Array.from({ length: lot }, (_, i) => request(token(`user${i}`))), costs: [] },
];

const connect = (port, connected) => security
  ? tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] }, connected)
  : net.connect(port, '127.0.0.1', connected);
const open = (server, bytes) => new Promise((opened, failed) => {
  const socket = connect(server.port, () => socket.write(bytes));
  socket.once('data', answer => answer.toString('latin1').startsWith('HTTP/1.1 101') ? opened(socket) : failed(new Error(answer.toString('latin1'))));
  socket.once('error', failed);
});
const openAll = async (server, requests) => {
  const sockets = [];
  for (let at = 0; at < requests.length; at += atOnce) sockets.push(...await Promise.all(requests.slice(at, at + atOnce).map(bytes => open(server, bytes))));
  return sockets;
};
const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));
const leave = async sockets => {
  sockets.forEach(socket => socket.destroy());
  await pause(1500);
};

// With pauses, since the runtime counts calls, and compiles what is called often, only after one
for (let i = 0; i < warmUps; i++)
  for (const server of servers) await leave(await openAll(server, server.requests.slice(0, warmUpLot)));

for (let i = 0; i < Number(lots); i++) {
  for (const server of i % 2 ? servers.toReversed() : servers) {
    const before = cpu(server.pid);
    const sockets = await openAll(server, server.requests);
    await pause(200);
    server.costs.push((cpu(server.pid) - before) / lot * 1e6);
    await leave(sockets);
  }
}

const [without, withToken] = servers.map(({ costs }) => costs.reduce((sum, cost) => sum + cost) / costs.length);
servers.forEach(({ costs }) => console.log(costs.map(cost => cost.toFixed(1)).join(' ')));
console.log(`${without.toFixed(1)} µs a connection without a token, ${withToken.toFixed(1)} with one: ${(withToken / without).toFixed(3)}`);
process.exit(0);
