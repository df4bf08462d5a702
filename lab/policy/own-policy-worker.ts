// The worker of an own policy. The page puts the author's text behind this code, as a function that
// is called with `rebootstormOwnPolicy`: a worker from one text needs no right to load another.

import * as z from 'zod';
import { decisionsOf, type PolicyFile } from '#domain/decisions.ts';
import { policyOf } from '#domain/policies.ts';
import type { OwnCode } from '#runner/own-code.ts';
import { checkDecisions } from '#runner/own-decisions.ts';
import { PolicyChoiceError } from '#runner/policy-choice-error.ts';
import { readPolicyFile } from '#runner/policy-file.ts';
import { holdLock, type WorkerScope } from '../twin/hold-lock.ts';
import { runOnTwin } from '../twin/run-on-twin.ts';
import type { RunProgress, RunRequest, WorkerReport } from '../twin/worker-messages.ts';
import { lockScope } from './lock-scope.ts';
import { type WatchedCode, watchedCode } from './own-code-in-worker.ts';
import type { InspectRequest, TextPlace } from './own-messages.ts';

/** Runs the author's text. @returns what it exports as `policy` */
type LoadText = (onTurn: () => void) => unknown;

interface OwnPolicyScope extends WorkerScope<RunRequest | InspectRequest, WorkerReport> {
  rebootstormOwnPolicy?: (place: TextPlace, load: LoadText) => void;
}

// zod would look whether it may make code of texts, which the page forbids, and that is logged.
z.config({ jitless: true });

const scope = globalThis as unknown as OwnPolicyScope;
// These stay here when the scope is locked.
const say = scope.postMessage.bind(scope);
const nowMs = performance.now.bind(performance);

scope.rebootstormOwnPolicy = (place, load) => {
  const code = watchedCode(place, nowMs, say);
  let file: PolicyFile | undefined;
  scope.onmessage = ({ data }) => {
    try {
      file ??= loaded(code, load);
      const { id, hypotheses = [], decisions } = file;
      if (data.kind === 'inspect') say({ kind: 'inspected', id, hypotheses });
      else {
        const request = { ...data, policy: policyOf(id, hypotheses) };
        say({ kind: 'done', run: runOwn(request, decisions, code) });
      }
    } catch (error) {
      say({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    }
  };
  holdLock(scope, (lock) => say({ kind: 'ready', lock }));
  lockScope(scope);
};

function loaded({ own, onTurn, rest }: WatchedCode, load: LoadText): PolicyFile {
  own.enter('loading it');
  try {
    return readPolicyFile(
      thrownAtItsLine(own, () => load(onTurn)),
      own,
    );
  } finally {
    rest();
  }
}

function thrownAtItsLine(own: OwnCode, load: () => unknown): unknown {
  try {
    return load();
  } catch (error) {
    const place = own.placeOf(error);
    const words = error instanceof Error ? error.message : String(error);
    throw new PolicyChoiceError(
      `${own.name} cannot be loaded: ${place === undefined ? words : `${place}: ${words}`}`,
    );
  }
}

function runOwn(
  request: RunRequest,
  decisions: PolicyFile['decisions'],
  { own, rest }: WatchedCode,
) {
  if (decisions === undefined) return runOnTwin(request, say, nowMs);
  const checked = checkDecisions(decisionsOf(decisions), own);
  const onProgress = (progress: RunProgress) => {
    say(progress);
    // At the end of a shard the twin works alone for a while.
    const { fraction, shard, shardCount } = progress;
    if (fraction * shardCount >= shard) rest();
  };
  return runOnTwin(request, onProgress, nowMs, checked);
}
