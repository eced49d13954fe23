/** The tab's titles of screens that most phones never show: they come with what draws those. */
import * as m from "messages";

export const OUTSIDE_TITLES = {
  own_room: m.title_host,
  returning: m.title_get_on,
  locked: m.title_locked,
  full: m.title_full,
  wrong: m.title_no_room,
  kept_out: m.blocked_heading,
  no_key: m.no_key_heading,
  dropped: m.title_seat_given_up,
  superseded: m.title_tab,
} as const;
