// What it costs two servers to open connections, the second with a token in each: CPU microseconds each, of all their threads and the kernel's work for them.
// Both are opened a slice at a time, in turn, so that what else goes on on the machine meets both alike.
// Usage: node open.mjs PID PORT PID_WITH_TOKENS PORT_WITH_TOKENS SECRET [LOTS [tls]]      SECRET: of HS256
import { fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as net from 'node:net';
import * as tls from 'node:tls';

const atOnce = 100, slice = 500, slices = 20, warmUps = 4;
const [pid, port, guardedPid, guardedPort, secret, lots = '10', security = ''] = process.argv.slice(2);

const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

const encode = text => Buffer.from(text).toString('base64url');
const token = user => {
  const expires = Math.floor(Date.now() / 1000) + 3600;
  const signed = `${encode('{"alg":"HS256","typ":"JWT"}')}.${encode(`{"sub":"${user}","exp":${expires},"subs":["rooms/#"],"pub":["rooms/${user}"]}`)}`;
  return `Authorization: Bearer ${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}\r\n`;
};
const request = header => Buffer.from('GET /topics/rooms/lobby?mode=sub HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
  + `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${header}\r\n`);

/** The clients of one server: a process of their own, since one may not have all these sockets. */
const beClients = withTokens => {
  const requests = Array.from({ length: slice * slices }, (_, i) => request(withTokens ? token(`user${i}`) : ''));
  const port = Number(withTokens ? guardedPort : process.argv[3]);
  const sockets = [];
  const connect = connected => security
    ? tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] }, connected)
    : net.connect(port, '127.0.0.1', connected);
  const open = bytes => new Promise((opened, failed) => {
    const socket = connect(() => socket.write(bytes));
    socket.once('data', answer => answer.toString('latin1').startsWith('HTTP/1.1 101') ? opened(socket) : failed(new Error(answer.toString('latin1'))));
    socket.once('error', failed);
  });
  process.on('message', async order => {
    if (order === 'open')
      for (const end = sockets.length + slice; sockets.length < end;) sockets.push(...await Promise.all(requests.slice(sockets.length, sockets.length + atOnce).map(open)));
    else
      sockets.splice(0).forEach(socket => socket.destroy());
    process.send('done');
  });
};

/** One server, and what it has cost. */
const serverOf = (pid, kind) => {
  const clients = fork(process.argv[1], process.argv.slice(2), { env: { ...process.env, CLIENTS: kind } });
  const order = what => new Promise((done, failed) => {
    clients.removeAllListeners();
    clients.once('message', done);
    clients.once('exit', () => failed(new Error(`the clients ${kind} have ended`)));
    clients.send(what);
  });
  const cpu = () => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  };
  const costs = [];
  let cost = 0;
  return {
    costs,
    openSlice: async () => {
      const before = cpu();
      await order('open');
      await pause(20);
      cost += cpu() - before;
    },
    leave: async () => {
      await order('leave');
      costs.push(cost / (slice * slices) * 1e6);
      cost = 0;
    },
  };
};

const measure = async () => {
  const servers = [serverOf(pid, 'without'), serverOf(guardedPid, 'with')];
  const openAll = async howMany => {
    for (let i = 0; i < howMany; i++)
      for (const server of i % 2 ? servers.toReversed() : servers) await server.openSlice();
    for (const server of servers) await server.leave();
    await pause(1500);
  };

  // With pauses, since the runtime counts calls, and compiles what is called often, only after one
  for (let i = 0; i < warmUps; i++) await openAll(4);
  servers.forEach(server => server.costs.splice(0));
  for (let i = 0; i < Number(lots); i++) await openAll(slices);

  const mean = values => values.reduce((sum, value) => sum + value) / values.length;
  const ratios = servers[0].costs.map((cost, i) => servers[1].costs[i] / cost);
  const error = Math.sqrt(mean(ratios.map(ratio => (ratio - mean(ratios)) ** 2)) / (ratios.length - 1));
  servers.forEach(({ costs }) => console.log(costs.map(cost => cost.toFixed(1)).join(' ')));
  const [without, withToken] = servers.map(({ costs }) => mean(costs));
  console.log(`${without.toFixed(1)} µs a connection without a token, ${withToken.toFixed(1)} with one: ${(withToken / without).toFixed(3)}; lot by lot ${mean(ratios).toFixed(3)} ± ${error.toFixed(3)}`);
  process.exit(0);
};

if (process.env.CLIENTS) beClients(process.env.CLIENTS === 'with');
else await measure();
