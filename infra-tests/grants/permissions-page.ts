// docs/permissions.md as the synthesised template gives it.
import { resolve } from 'node:path';
import type { JsonObject } from '#local-cloud/service.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { type Grant, grantsByEntry, grantsOf, statementsOf } from './granted-actions.ts';

/** Where the page is kept, from the project's directory. */
export const PERMISSIONS_PAGE_PATH = 'docs/permissions.md';

/** The page of the stack under its usual configuration, with its last line end. */
export function permissionsPage(template = readStackTemplate(resolve('cli'))): string {
  const columns = [...grantsByEntry(template)].map(([entry, grants]) => ({
    name: entry.replace(/^functions\/|\.ts$/g, ''),
    grants: new Set(grants.map((grant) => cellsOf(grant, template).join('\t'))),
  }));
  const rows = [...new Set(columns.flatMap(({ grants }) => [...grants]))].sort(byResource);
  const machine = grantsOfMachine(template).map((grant) => cellsOf(grant, template));
  return [
    INTRODUCTION,
    '',
    '## Functions',
    '',
    `| Resource | Action | ${columns.map(({ name }) => name).join(' | ')} |`,
    `| --- | --- |${' --- |'.repeat(columns.length)}`,
    ...rows.map((row) => {
      const marks = columns.map(({ grants }) => (grants.has(row) ? 'x' : ''));
      const [action, resource] = row.split('\t');
      return `| ${resource} | \`${action}\` | ${marks.join(' | ')} |`;
    }),
    '',
    '## The state machine',
    '',
    '| Resource | Action |',
    '| --- | --- |',
    ...machine.map(([action, resource]) => `| ${resource} | \`${action}\` |`),
    '',
    REMARKS,
    '',
  ].join('\n');
}

const INTRODUCTION = `# Permissions

What each function of the stack may do, and with what. This page is generated from the synthesised
template under its usual configuration: \`npx node infra-tests/grants/write-permissions-page.ts\`
writes it, and a test holds both together. Another test holds it against what the functions do in
hostile storms: whatever they did they may do, and whatever they may do they did
([\`grants.test.ts\`](../infra-tests/grants/grants.test.ts)).`;

const REMARKS = `No permission names an action by a wildcard. A \`*\` at the end of a resource
stands for versions of a function, or for executions of the state machine, whose ids nobody knows
before. With \`rebootstorm:tracing=on\` each role may also send traces, which X-Ray takes for no
resource. Who may assume the roles: Lambda and Step Functions alone.`;

function grantsOfMachine(template: JsonObject): Grant[] {
  return statementsOf(template, (role) => role.startsWith('RebootStormRole')).flatMap(grantsOf);
}

/** An action, and what the page calls its resource. */
function cellsOf({ action, resource }: Grant, template: JsonObject): [string, string] {
  const ids = Object.keys(template.Resources as JsonObject).sort((a, b) => b.length - a.length);
  const id = ids.find((one) => resource.includes(one)) ?? '';
  // Another test says that no function may write the log of another one.
  const name = id.replace(/[0-9A-F]{8}$/, '').replace(/^\w+FunctionLogs$/, 'its own log');
  const rest = resource.startsWith(id) ? resource.slice(id.length) : ofExecutions(resource);
  return [action, `${name}${rest}`];
}

/** The end of an ARN that is joined of the state machine's name and a wildcard. */
function ofExecutions(arn: string): string {
  const isOfMap = arn.endsWith('/*:*');
  return isOfMap ? '/maps/executions/*' : '/executions/*';
}

function byResource(a: string, b: string): number {
  const [actionOfA = '', resourceOfA = ''] = a.split('\t');
  const [actionOfB = '', resourceOfB = ''] = b.split('\t');
  return resourceOfA.localeCompare(resourceOfB, 'en') || actionOfA.localeCompare(actionOfB, 'en');
}
