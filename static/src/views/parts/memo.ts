import { Component, type ComponentChild } from "preact";

/** A component that is drawn again only when one of its properties is another value: a seat, a face. */
export function memo<P extends object>(draw: (props: P) => ComponentChild) {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return differs(this.props, next) || differs(next, this.props);
    }

    override render(props: P) {
      return draw(props);
    }
  };
}

function differs(a: object, b: object): boolean {
  return Object.entries(a).some(([key, value]) => value !== (b as Record<string, unknown>)[key]);
}
