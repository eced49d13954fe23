/** A room for one: robots are the class. Pure. */
export const ROBOTS_FOR_ONE = 4;
