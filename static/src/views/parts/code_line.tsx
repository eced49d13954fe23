import { Icon, type IconName } from "./icons";

interface Props {
  text: string;
  look: string;
  icon: IconName;
  count: number;
}

/** A line of the code, and how many stand on it. */
export function CodeLine({ text, look, icon, count }: Props) {
  return (
    <div class={`code-line ${look}`}>
      <span lang="en">{text}</span>
      {count > 0 ? (
        <span class={`pill pill-${icon}`}>
          <Icon name={icon} /> {count}
        </span>
      ) : (
        <span class="pill pill-zero">0</span>
      )}
    </div>
  );
}
