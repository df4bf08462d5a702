import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { dispatchTimeoutSeconds, stormTimeoutSeconds } from '#domain/limits.ts';
import { queuesOf } from '#domain/stack/queue-limits.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import type { FunctionName } from '#domain/stack-names.ts';
import { ControlFunction } from './control-function.ts';
import { ControlQueue, quarantineQueue } from './control-queue.ts';
import { IdentityKey } from './identity-key.ts';
import { NetworkTable } from './network-table.ts';
import { RebootStorm } from './reboot-storm.ts';

/** What the stack is made from. */
export interface RebootstormStackProps extends StackProps {
  readonly configuration: StackConfiguration;
}

/** The whole control plane. One stack: it is deployed, and thrown away, as one. */
export class RebootstormStack extends Stack {
  readonly configuration: StackConfiguration;

  constructor(scope: Construct, id: string, { configuration, ...props }: RebootstormStackProps) {
    super(scope, id, props);
    this.configuration = configuration;
    const limits = queuesOf(configuration);
    const table = new NetworkTable(this, 'Network', configuration);
    const queues = {
      membership: new ControlQueue(this, 'Membership', limits.membership),
      login: new ControlQueue(this, 'Login', limits.login),
      heal: new ControlQueue(this, 'Heal', limits.heal),
    };
    const quarantine = quarantineQueue(this);
    const shared = { table, queues, quarantine, configuration };
    const identityKey = new IdentityKey(this, 'IdentityKey', 'Proves first requests to sign in');
    const turnKey = new IdentityKey(this, 'TurnKey', 'Proves the turns that log-ins were given');

    const membership = new ControlFunction(this, 'MembershipFunction', 'membership', shared);
    membership.consumes('membership').may('read', 'query', 'update', 'delete');
    membership.sends('membership', 'login', 'heal').mayFeedItself().knowsClientsBy(identityKey);

    const login = new ControlFunction(this, 'LoginFunction', 'login', shared);
    login.consumes('login').may('read', 'query', 'update').sends('login');
    login.mayFeedItself().knowsClientsBy(identityKey).givesTurnsBy(turnKey);

    const heal = new ControlFunction(this, 'HealFunction', 'heal', shared);
    heal.consumes('heal').may('read', 'query', 'update', 'put', 'delete').mayFindCandidates();
    heal.sends('heal', 'membership').mayFeedItself();

    const ofStorm = (id: string, name: FunctionName, timeoutSeconds = stormTimeoutSeconds) =>
      new ControlFunction(this, id, name, shared, timeoutSeconds);
    const planStorm = ofStorm('PlanStormFunction', 'plan-storm').may('read', 'update');
    const dispatchCell = ofStorm('DispatchCellFunction', 'dispatch-cell', dispatchTimeoutSeconds);
    dispatchCell.may('read', 'query', 'update').sends('membership');
    const observe = ofStorm('ObserveFunction', 'observe').may('read', 'query', 'update');
    observe.sends('heal', 'membership');
    const { visibilitySeconds } = limits.membership;
    observe.addEnvironment('MEMBERSHIP_VISIBILITY_SECONDS', String(visibilitySeconds));
    const reportStorm = ofStorm('ReportStormFunction', 'report-storm').may('read', 'update');

    const storm = new RebootStorm(this, 'RebootStorm', {
      planStorm,
      dispatchCell,
      observe,
      reportStorm,
      configuration,
    });

    this.output('TableName', table.tableName);
    this.output('StateMachineArn', storm.stateMachineArn);
    this.output('QuarantineQueueUrl', quarantine.queueUrl);
    for (const [name, { queue, deadLetters }] of Object.entries(queues)) {
      this.output(`${capitalised(name)}QueueUrl`, queue.queueUrl);
      this.output(`${capitalised(name)}DeadLettersUrl`, deadLetters.queueUrl);
    }
  }

  private output(name: string, value: string): void {
    new CfnOutput(this, name, { value });
  }
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
