/**
 * Parts of a page that follow its drawing, one a frame: on a slow computer a frame with everything is long, and what
 * moves or counts would stand still meanwhile.
 */
import { Component, type ComponentChild } from "preact";

/** A frame that takes longer does not come. */
const NO_FRAME_MS = 50;

interface Drawn {
  forceUpdate(): void;
}

/** In the order in which they were asked for. */
const waiting = new Set<Drawn>();
let frame = 0;
let timer = 0;

function ask(): void {
  frame = requestAnimationFrame(drawNext);
  timer = window.setTimeout(drawNext, NO_FRAME_MS);
}

function drawNext(): void {
  cancelAnimationFrame(frame);
  clearTimeout(timer);
  const [part] = waiting;
  if (part === undefined) return;
  waiting.delete(part);
  part.forceUpdate();
  if (waiting.size > 0) ask();
}

/** `draw` makes one element. What has the focus is drawn at once, because the page looks after it; so is a hidden page. */
export function inTurn<P extends object>(draw: (props: P) => ComponentChild) {
  return class InTurn extends Component<P> {
    /** What it has drawn; Preact sets it. */
    declare base?: Node;

    override shouldComponentUpdate(): boolean {
      if (document.hidden || (this.base instanceof Element && this.base.contains(document.activeElement))) {
        waiting.delete(this);
        return true;
      }
      if (waiting.size === 0) ask();
      waiting.add(this);
      return false;
    }

    override componentWillUnmount(): void {
      waiting.delete(this);
    }

    override render(props: P) {
      return draw(props);
    }
  };
}
