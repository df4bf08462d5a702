// `rebootstorm/policy`: the types of a policy's file, for an editor and a compiler. They are gone
// before the file runs.
export type { Decisions, PolicyFile as Policy } from '#domain/decisions.ts';
export type { CellRecord, Gate, NodeRecord, SupernodeRecord } from '#domain/network.ts';
export type { Hypothesis } from '#domain/policies.ts';
export type { RunSettings } from '#domain/run-settings.ts';
