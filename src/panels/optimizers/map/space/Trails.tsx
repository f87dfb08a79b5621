/** Trails, racers, start and minima on the surface in space. They follow the store without React. */
import { useThree } from '@react-three/fiber';
import { useEffect, useMemo } from 'react';
import { Color, Group, Mesh, MeshBasicMaterial, SphereGeometry } from 'three';
import { LineMaterial } from 'three/examples/jsm/lines/LineMaterial.js';
import { LineSegments2 } from 'three/examples/jsm/lines/LineSegments2.js';
import { LineSegmentsGeometry } from 'three/examples/jsm/lines/LineSegmentsGeometry.js';
import type { Race } from '@/core/racing/types';
import { racerColour, racerDash, useOptimizers } from '../../store';
import type { Inks } from '../inks';
import { knownSurface } from '../knownSurface';
import { type Grid, piecesAt, placeOf, type SpaceTrail, spaceTrail } from './mesh';

interface TrailsProps {
  grid: Grid;
  inks: Inks;
}

const RADIUS = 0.026;
/** Dashes of the flat map are in pixels; here so much of the box is one of them. */
const DASH = 0.0045;
const FAINT = 0.18;

interface Runner {
  id: string;
  trail: SpaceTrail;
  line: LineSegments2;
  /** The same, pale, where the surface is in front of it. */
  behind: LineSegments2;
  material: LineMaterial;
  dot: Mesh<SphereGeometry, MeshBasicMaterial>;
  ring: Mesh<SphereGeometry, MeshBasicMaterial>;
}

function runnersOf(race: Race, grid: Grid, inks: Inks, ball: SphereGeometry): Runner[] {
  return race.tracks.map((track, i) => {
    const trail = spaceTrail(track, grid);
    const geometry = new LineSegmentsGeometry();
    // A geometry without any piece cannot be drawn; one of no length is not seen.
    geometry.setPositions(trail.pieces.length > 0 ? trail.pieces : new Float32Array(6));
    const color = new Color(inks(racerColour(i)));
    const [dash = 0, gap = 0] = racerDash(i);
    const drawn = { linewidth: 2.6, dashed: dash > 0, dashSize: Math.max(dash, 1) * DASH, gapSize: gap * DASH };
    const material = new LineMaterial(drawn);
    const pale = new LineMaterial({ ...drawn, linewidth: 1.6, depthTest: false, depthWrite: false });
    for (const one of [material, pale]) {
      one.color = color;
      one.transparent = true;
    }
    pale.opacity = FAINT;
    const line = new LineSegments2(geometry, material);
    const behind = new LineSegments2(geometry, pale);
    if (dash > 0) line.computeLineDistances();
    line.frustumCulled = false;
    behind.frustumCulled = false;
    behind.renderOrder = 1;
    const dot = new Mesh(ball, new MeshBasicMaterial({ color, transparent: true, depthTest: false }));
    dot.renderOrder = 3;
    const ring = new Mesh(ball, new MeshBasicMaterial({ color, transparent: true, opacity: 0.45 }));
    ring.scale.setScalar(1.5);
    return { id: track.id, trail, line, behind, material, dot, ring };
  });
}

export function Trails({ grid, inks }: TrailsProps) {
  const invalidate = useThree((three) => three.invalidate);
  const race = useOptimizers((state) => state.race);
  const ball = useMemo(() => new SphereGeometry(RADIUS, 20, 14), []);
  useEffect(() => () => ball.dispose(), [ball]);

  const { group, runners } = useMemo(() => {
    const made = race ? runnersOf(race, grid, inks, ball) : [];
    const all = new Group();
    for (const { line, behind, dot, ring } of made) all.add(line, behind, dot, ring);
    return { group: all, runners: made };
  }, [race, grid, inks, ball]);

  useEffect(
    () => () => {
      for (const { line, behind, material, dot, ring } of runners) {
        line.geometry.dispose();
        behind.material.dispose();
        material.dispose();
        dot.material.dispose();
        ring.material.dispose();
      }
    },
    [runners],
  );

  useEffect(() => {
    const follow = () => {
      const { position, lit, hovered, document } = useOptimizers.getState();
      runners.forEach(({ id, trail, line, behind, material, dot, ring }, i) => {
        const track = race!.tracks[i];
        const absent = document.hidden?.includes(id) ?? false;
        const pieces = absent ? 0 : piecesAt(trail, position);
        line.geometry.instanceCount = pieces;
        line.visible = pieces > 0;
        behind.visible = pieces > 0;
        material.opacity = lit === null || lit === id ? 1 : FAINT;
        dot.material.opacity = material.opacity;
        moveTo(dot, absent ? null : placeAt(track, position));
        moveTo(ring, absent || hovered === null || hovered > track.steps ? null : placeAt(track, hovered));
      });
      invalidate();
    };
    const placeAt = (track: Race['tracks'][number], position: number) => {
      const k = Math.min(position, track.steps);
      return placeOf(grid, track.x[k], track.y[k]);
    };
    follow();
    return useOptimizers.subscribe((state, before) => {
      if (
        state.position !== before.position ||
        state.lit !== before.lit ||
        state.hovered !== before.hovered ||
        state.document.hidden !== before.document.hidden
      ) {
        follow();
      }
    });
  }, [runners, race, grid, invalidate]);

  return (
    <>
      <primitive object={group} />
      <Places grid={grid} inks={inks} ball={ball} />
    </>
  );
}

function moveTo(ball: Mesh, place: [number, number, number] | null): void {
  ball.visible = place !== null;
  if (place) ball.position.set(place[0], place[1] + RADIUS * 0.6, place[2]);
}

/** Where the race starts, and where it should end. */
function Places({ grid, inks, ball }: TrailsProps & { ball: SphereGeometry }) {
  const spec = useOptimizers(({ document }) => document.surface);
  const start = useOptimizers(({ document }) => document.start);
  const ink = inks('--ink');
  const all = [start, ...(knownSurface(spec)?.minima ?? [])];
  return all.map(({ x, y }, i) => {
    const place = placeOf(grid, x, y);
    if (!place) return null;
    const [px, py, pz] = place;
    return i === 0 ? (
      <mesh key="start" geometry={ball} position={[px, py + 0.01, pz]} scale={0.85}>
        <meshBasicMaterial color={ink} />
      </mesh>
    ) : (
      <mesh key={`${x} ${y}`} position={[px, py + 0.06, pz]}>
        <coneGeometry args={[0.022, 0.11, 4]} />
        <meshBasicMaterial color={ink} />
      </mesh>
    );
  });
}
