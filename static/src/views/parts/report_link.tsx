import type { ComponentChildren } from "preact";

interface ReportLinkProps {
  code: string;
  look?: string;
  /** The key that does the same. */
  children?: ComponentChildren;
}

/** The report in a tab of its own: the room's page stays where it is. */
export function ReportLink({ code, look = "", children }: ReportLinkProps) {
  return (
    <a class={`button ${look}`} href={`/${code}/report`} target="_blank" rel="noopener">
      Report {children}
    </a>
  );
}
