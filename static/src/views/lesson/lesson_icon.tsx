/** Icons that only a lesson has: most phones never load them. Drawn on 20 × 20, as the others are. */
import { ICONS, type IconName } from "../parts/icons";

export const LESSON_ICONS = {
  ...ICONS,
  check: "M7.600 16.200 1.400 10l2.400-2.400 3.800 3.800 8.600-8.600L18.600 5.200z",
  crash: "M11.500.800 3 11.600h5.200L6.200 19.400 17 7.800h-5.800L14.400.800z",
  slow: "M4 1.500h12v3.300L11.800 10l4.200 5.200v3.300H4v-3.300L8.200 10 4 4.800z",
  plus: "M8 2h4v6h6v4h-6v6H8v-6H2V8h6z",
  fail: "M10 1.300 19.700 18.500H.300zM8.900 7v5.800h2.200V7zM8.900 14.200v2.200h2.200v-2.200z",
  card: "M4 1h12a1.500 1.500 0 0 1 1.500 1.500v15A1.500 1.500 0 0 1 16 19H4a1.500 1.500 0 0 1-1.500-1.500v-15A1.500 1.500 0 0 1 4 1zM4.700 3.200v13.600h10.600V3.200zM10 6l2.800 4-2.800 4-2.800-4z",
  clock:
    "M10 1a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2.600a6.400 6.400 0 1 1 0 12.800 6.400 6.400 0 0 1 0-12.800zM8.900 5.500v5.200l3.900 2.300 1.100-1.900-2.800-1.600v-4z",
} as const;

export type LessonIconName = IconName | keyof typeof LESSON_ICONS;

export function LessonIcon({ name, big = false }: { name: LessonIconName; big?: boolean }) {
  return (
    <svg class={big ? "icon icon-big" : "icon"} viewBox="0 0 20 20" aria-hidden="true">
      <path d={LESSON_ICONS[name]} />
    </svg>
  );
}
