// What the commands on a study do when they are called. Their code is loaded only then.
import type { CalibrateOptions } from '../calibrate/calibrate-options.ts';
import type { DiagnoseOptions } from '../diagnose/diagnose-options.ts';
import type { LikelihoodOptions } from '../likelihood/likelihood-options.ts';
import type { SensitivityOptions } from '../sensitivity/sensitivity-options.ts';
import type { StudyCommandEnvironment } from './open-study.ts';

/** The handlers of the commands on a study. */
export function studyHandlers(environment: () => StudyCommandEnvironment) {
  return {
    async calibrate(options: CalibrateOptions): Promise<void> {
      const { calibrateCommand } = await import('../calibrate/calibrate-command.ts');
      process.exitCode = await calibrateCommand(options, environment());
    },
    async diagnose(options: DiagnoseOptions): Promise<void> {
      const { diagnoseCommand } = await import('../diagnose/diagnose-command.ts');
      process.exitCode = await diagnoseCommand(options, environment());
    },
    async likelihood(options: LikelihoodOptions): Promise<void> {
      const { likelihoodCommand } = await import('../likelihood/likelihood-command.ts');
      process.exitCode = await likelihoodCommand(options, environment());
    },
    async sensitivity(options: SensitivityOptions): Promise<void> {
      const { sensitivityCommand } = await import('../sensitivity/sensitivity-command.ts');
      process.exitCode = await sensitivityCommand(options, environment());
    },
  };
}
