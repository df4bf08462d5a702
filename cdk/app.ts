import { App } from 'aws-cdk-lib';
import { configurationIn } from './configuration-in-context.ts';
import { RebootstormStack } from './rebootstorm-stack.ts';

const app = new App();
new RebootstormStack(app, 'Rebootstorm', {
  description:
    'The control plane of the August 2007 network: queues, functions, table, reboot storms',
  configuration: configurationIn(app.node.getAllContext()),
});
