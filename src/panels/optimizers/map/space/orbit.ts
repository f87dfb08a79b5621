/** The eye goes round the surface: angles and distance, and what pointers, keys and the wheel do to them. */

export interface Orbit {
  /** Round the vertical axis, in radians; 0 looks along y. */
  azimuth: number;
  /** From straight above, in radians. */
  polar: number;
  distance: number;
}

export const FIRST: Orbit = { azimuth: -0.5, polar: 0.8, distance: 4.5 };
/** What is looked at: a little above the floor. */
export const TARGET = [0, 0.2, 0] as const;

const STEEPEST = 0.05;
const FLATTEST = Math.PI / 2 - 0.03;
const NEAREST = 1.4;
const FARTHEST = 12;

const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

export const turned = (orbit: Orbit, azimuth: number, polar: number): Orbit => ({
  ...orbit,
  azimuth: orbit.azimuth + azimuth,
  polar: within(orbit.polar + polar, STEEPEST, FLATTEST),
});

export const approached = (orbit: Orbit, factor: number): Orbit => ({
  ...orbit,
  distance: within(orbit.distance * factor, NEAREST, FARTHEST),
});

/** Where the eye is. */
export function eyeOf({ azimuth, polar, distance }: Orbit): [number, number, number] {
  const flat = distance * Math.sin(polar);
  return [
    TARGET[0] + flat * Math.sin(azimuth),
    TARGET[1] + distance * Math.cos(polar),
    TARGET[2] + flat * Math.cos(azimuth),
  ];
}

/** What a key does; null for a key that does nothing here. */
export function orbitKey(orbit: Orbit, key: string, far: boolean): Orbit | null {
  const angle = far ? 0.35 : 0.09;
  switch (key) {
    case 'ArrowLeft':
      return turned(orbit, -angle, 0);
    case 'ArrowRight':
      return turned(orbit, angle, 0);
    case 'ArrowUp':
      return turned(orbit, 0, -angle);
    case 'ArrowDown':
      return turned(orbit, 0, angle);
    case '+':
    case '=':
      return approached(orbit, 0.85);
    case '-':
      return approached(orbit, 1 / 0.85);
    case '0':
      return FIRST;
    default:
      return null;
  }
}
