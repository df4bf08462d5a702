import type { Target } from '../run-settings.ts';

/** Whether fewer are signed in than the target's share of those who want to be. */
export function isUnhealthy(
  onlineCount: number,
  wantedCount: number,
  { onlineShare }: Pick<Target, 'onlineShare'>,
): boolean {
  return onlineCount < wantedCount * onlineShare;
}
