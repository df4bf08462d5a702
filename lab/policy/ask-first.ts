// Somebody else's code is in a link: the page asks before it runs it.
import { button, element } from '../page/element.ts';

/** A notice that asks. It goes away with the answer. */
export function askFirst(onRun: () => void, onLeaveOut: () => void): HTMLElement {
  const answer = (then: () => void) => () => {
    notice.remove();
    then();
  };
  const notice = element(
    'div',
    { class: 'notice', role: 'alert' },
    element(
      'p',
      {},
      element('strong', {}, 'This link has a policy in it: code that somebody wrote.'),
    ),
    element(
      'p',
      {},
      'It has not run. You can read it in Lab mode, under “Write a policy of your own”. If you ',
      'run it, it runs in your browser, in a worker that reaches no network and nothing of this ',
      'page. It can still use your processor until you press Stop. Run it if you have read it, ',
      'or trust whoever sent the link.',
    ),
    element(
      'p',
      { class: 'actions' },
      button('Run it', answer(onRun)),
      button('Leave it out', answer(onLeaveOut)),
    ),
  );
  return notice;
}
