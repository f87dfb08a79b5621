/**
 * The surface in space, with the picture of the map on it: the same bands, lines and hatching. It is drawn only when
 * something changes. Loaded when it is first asked for, as three.js is large.
 */
import { Canvas, useThree } from '@react-three/fiber';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BufferAttribute, BufferGeometry, CanvasTexture, DoubleSide, SRGBColorSpace } from 'three';
import { useThemeName } from '@/theme';
import { type Inks, inksOf } from '../inks';
import type { Scale } from '../levels';
import classes from '../map.module.css';
import { paintField } from '../paintField';
import type { Heights } from '../useField';
import { Floor } from './Floor';
import { type Grid, gridOf, meshOf } from './mesh';
import { approached, eyeOf, FIRST, type Orbit, orbitKey, TARGET, turned } from './orbit';
import { Trails } from './Trails';

interface SpaceProps {
  heights: Heights;
  scale: Scale;
  summary: string;
}

let answer: boolean | null = null;
/** Whether the browser can draw in space; asked once. */
function canDraw(): boolean {
  if (answer === null) {
    const context = document.createElement('canvas').getContext('webgl2');
    answer = context !== null;
    context?.getExtension('WEBGL_lose_context')?.loseContext();
  }
  return answer;
}

/** What was drawn stays there to be taken away as a picture. */
const PICTURED = { preserveDrawingBuffer: true };

export default function Space({ heights, scale, summary }: SpaceProps) {
  const { t } = useTranslation('optimizers');
  const theme = useThemeName();
  const box = useRef<HTMLDivElement>(null);
  const [inks, setInks] = useState<Inks | null>(null);
  const [orbit, setOrbit] = useState<Orbit>(FIRST);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the inks resolve to depends on the theme.
  useEffect(() => {
    if (box.current) setInks(() => inksOf(box.current!));
  }, [theme]);
  const grid = useMemo(() => gridOf(heights.field, scale), [heights, scale]);
  const gestures = useOrbitGestures(box, setOrbit);
  if (!canDraw()) return <p className={classes.waiting}>{t('map.space.none')}</p>;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = orbitKey(orbit, event.key, event.shiftKey);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setOrbit(next);
  };
  return (
    <div
      ref={box}
      id="map-space"
      className={classes.space}
      role="application"
      aria-label={`${t('map.space.label')} ${summary}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={() => setOrbit(FIRST)}
      {...gestures}
    >
      {inks && (
        <Canvas frameloop="demand" flat dpr={[1, 2]} gl={PICTURED} camera={{ fov: 32, near: 0.1, far: 40 }} aria-hidden>
          <Eye orbit={orbit} />
          <ambientLight intensity={theme === 'dark' ? 2.1 : 2.0} />
          <directionalLight position={[-1.5, 3, 1.2]} intensity={theme === 'dark' ? 1.6 : 1.35} />
          <Floor inks={inks} />
          <SurfaceMesh heights={heights} scale={scale} grid={grid} inks={inks} />
          <Trails grid={grid} inks={inks} />
        </Canvas>
      )}
      <span className={classes.spaceHint} aria-hidden>
        {t('map.space.hint')}
      </span>
    </div>
  );
}

/** Dragging turns, two fingers or the wheel (with the focus, or with Ctrl) come nearer. */
function useOrbitGestures(
  box: React.RefObject<HTMLDivElement | null>,
  change: (next: (orbit: Orbit) => Orbit) => void,
) {
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== element) return;
      event.preventDefault();
      const pixels = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
      change((orbit) => approached(orbit, Math.exp(Math.max(-120, Math.min(120, pixels)) * 0.002)));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box, change]);
  const release = (event: PointerEvent) => pointers.current.delete(event.pointerId);
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const before = pointers.current.get(event.pointerId);
      if (!before) return;
      const [dx, dy] = [event.clientX - before.x, event.clientY - before.y];
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
      const apart = (x: number, y: number) => (other ? Math.max(1, Math.hypot(x - other.x, y - other.y)) : 1);
      const closer = apart(before.x, before.y) / apart(event.clientX, event.clientY);
      pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      const rate = other ? 0.004 : 0.008;
      change((orbit) => approached(turned(orbit, -dx * rate, -dy * rate), closer));
    },
    onPointerUp: release,
    onPointerCancel: release,
  };
}

/** Pictures narrower than this show less than the whole width. */
const WIDE = 1.6;

function Eye({ orbit }: { orbit: Orbit }) {
  const camera = useThree((three) => three.camera);
  const invalidate = useThree((three) => three.invalidate);
  const shape = useThree(({ size }) => size.width / Math.max(1, size.height));
  useEffect(() => {
    // In a narrow picture one stands further back, to see the whole width.
    const back = Math.max(1, WIDE / shape);
    camera.position.set(...eyeOf({ ...orbit, distance: orbit.distance * back }));
    camera.lookAt(...TARGET);
    invalidate();
  }, [camera, invalidate, orbit, shape]);
  return null;
}

/** Pixels of the picture that lies on the surface, along its longer side. */
const PICTURE = 1400;

interface SurfaceMeshProps {
  heights: Heights;
  scale: Scale;
  grid: Grid;
  inks: Inks;
}

function SurfaceMesh({ heights, scale, grid, inks }: SurfaceMeshProps) {
  const invalidate = useThree((three) => three.invalidate);
  const geometry = useMemo(() => {
    const { positions, uvs, indices } = meshOf(grid);
    const made = new BufferGeometry();
    made.setAttribute('position', new BufferAttribute(positions, 3));
    made.setAttribute('uv', new BufferAttribute(uvs, 2));
    made.setIndex(new BufferAttribute(indices, 1));
    made.computeVertexNormals();
    return made;
  }, [grid]);
  const texture = useMemo(() => {
    const { field } = heights;
    const canvas = document.createElement('canvas');
    const longer = Math.max(field.columns, field.rows);
    canvas.width = Math.round((PICTURE * field.columns) / longer);
    canvas.height = Math.round((PICTURE * field.rows) / longer);
    paintField(canvas, field, scale, inks, 0.6);
    const made = new CanvasTexture(canvas);
    made.colorSpace = SRGBColorSpace;
    made.anisotropy = 8;
    return made;
  }, [heights, scale, inks]);
  useEffect(() => {
    invalidate();
    return () => geometry.dispose();
  }, [geometry, invalidate]);
  useEffect(() => {
    invalidate();
    return () => texture.dispose();
  }, [texture, invalidate]);
  return (
    <mesh geometry={geometry}>
      <meshLambertMaterial
        map={texture}
        side={DoubleSide}
        polygonOffset
        polygonOffsetFactor={1}
        polygonOffsetUnits={1}
      />
    </mesh>
  );
}
