import * as m from "messages";
import type { ComponentChildren } from "preact";
import { page } from "../../lib/language";

interface ReportLinkProps {
  code: string;
  look?: string;
  /** The key that does the same. */
  children?: ComponentChildren;
}

/** The report in a tab of its own: the room's page stays where it is. A key in the address goes along. */
export function ReportLink({ code, look = "", children }: ReportLinkProps) {
  return (
    <a class={`button ${look}`} href={page(`/${code}/report${location.hash}`)} target="_blank" rel="noopener">
      {m.report} {children}
    </a>
  );
}
