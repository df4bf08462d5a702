// For tests: watches whom a process and its threads and children talk to, below every client.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a watch saw. */
export interface NetworkSeen {
  /** A line for each process and thread that was watched. */
  readonly watching: readonly string[];
  /** Connections within this machine. */
  readonly stayed: readonly string[];
  /** Look-ups, connections and datagrams that would have left this machine; each was refused. */
  readonly left: readonly string[];
}

/**
 * Prepares a watch in a folder of the test's own.
 * @returns `env`, with which every Node process is watched, and what was seen so far
 */
export function observeNetwork(folder: string): {
  env: Record<string, string>;
  seen(): NetworkSeen;
} {
  const source = join(folder, 'watch.cjs');
  const log = join(folder, 'watch.log');
  writeFileSync(source, watchSource);
  return {
    env: { NODE_OPTIONS: `--require=${source}`, WATCH_LOG: log },
    seen: () => {
      const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
      const of = (kind: string) => lines.filter((line) => line.startsWith(kind));
      return { watching: of('watching'), stayed: of('STAYED '), left: of('LEFT ') };
    },
  };
}

/**
 * Loaded into every process and thread before anything else: notes that it watches, and notes and
 * refuses every look-up of a name, every connection and every datagram that leaves this machine.
 */
const watchSource = `
  const { appendFileSync } = require('node:fs');
  const { isMainThread } = require('node:worker_threads');
  const note = (line) => appendFileSync(process.env.WATCH_LOG, line + '\\n');
  note(isMainThread ? 'watching a process' : 'watching a thread');
  const refuse = (what) => {
    note('LEFT ' + what);
    throw new Error('refused by the watch: ' + what);
  };
  const isLoopback = (host) => host === 'localhost' || host === '::1' || /^127\\./.test(host);
  const net = require('node:net');
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...given) {
    const [first, second] = given.flat();
    const port = typeof first === 'object' ? first.port : first;
    const named = typeof first === 'object' ? first.host : second;
    const host = typeof named === 'string' ? named : 'localhost';
    const isPipe = typeof first === 'object' ? typeof first.path === 'string' : port === undefined;
    if (!isPipe && !isLoopback(host)) {
      note('LEFT connect ' + host + ':' + port);
      // Nobody listens at port 1. After a throw, whoever waits for the socket would wait long.
      return connect.call(this, { host: '127.0.0.1', port: 1 });
    }
    if (!isPipe) note('STAYED connect ' + host + ':' + port);
    return connect.apply(this, given);
  };
  const dns = require('node:dns');
  for (const names of [dns, dns.promises])
    for (const name of Object.keys(names).filter((key) => /^(lookup|resolve)/.test(key))) {
      const original = names[name];
      names[name] = (host, ...rest) =>
        isLoopback(host) ? original(host, ...rest) : refuse(name + ' ' + host);
    }
  const dgram = require('node:dgram');
  dgram.Socket.prototype.send = () => refuse('a datagram');
`;
