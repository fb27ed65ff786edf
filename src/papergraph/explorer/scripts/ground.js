// The ground of the communities on the map: the hull of each, in a colour that its neighbours do not have.
"use strict";

papergraph.ground = (() => {
  const { data, theme } = papergraph;
  const { x, y, community } = data.raw.nodes;
  let found = null;

  /** The communities that some drawn nodes are of: `{index, points, top, middle, centre, count, label, colour}`. */
  function regions(drawn) {
    found ??= coloured(hulls());
    const shown = new Set(drawn.map((number) => community[number]));
    return found.filter((region) => shown.has(region.index));
  }

  function hulls() {
    const members = data.communities.map(() => []);
    for (let number = 0; number < data.raw.first; number += 1) {
      if (community[number] >= 0) members[community[number]].push(number);
    }
    return members.map((list, index) => region(list, index)).filter(Boolean);
  }

  function region(members, index) {
    if (members.length < 3) return null;
    const points = hull(members.map((number) => ({ x: x[number], y: y[number] })));
    const top = Math.min(...points.map((point) => point.y));
    const middle = members.reduce((sum, number) => sum + x[number], 0) / members.length;
    const centre = members.reduce((sum, number) => sum + y[number], 0) / members.length;
    return { index, points, top, middle, centre, count: members.length, label: data.communities[index] };
  }

  function hull(points) {
    const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
    const chain = (list) => {
      const found = [];
      for (const point of list) {
        while (found.length > 1 && turn(found.at(-2), found.at(-1), point) <= 0) found.pop();
        found.push(point);
      }
      return found.slice(0, -1);
    };
    return [...chain(sorted), ...chain(sorted.reverse())];
  }
  const turn = (a, b, c) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

  /** Give each region the colour whose nearest region so far is farthest away. */
  function coloured(found) {
    const many = theme.get().regions.length;
    const nearest = (item, colour) => Math.min(...found.filter((other) => other.colour === colour).map((other) => Math.hypot(other.middle - item.middle, other.centre - item.centre)));
    for (const item of found) {
      const distances = Array.from({ length: many }, (_, colour) => nearest(item, colour));
      item.colour = distances.indexOf(Math.max(...distances));
    }
    return found;
  }

  /** Paint the ground of each community, under all else. */
  function draw(context, drawn) {
    const colours = theme.get();
    context.save();
    context.lineJoin = "round";
    context.lineWidth = 64;
    for (const { colour, points } of regions(drawn)) {
      context.fillStyle = context.strokeStyle = colours.regions[colour];
      context.beginPath();
      points.forEach((point) => context.lineTo(point.x, point.y));
      context.closePath();
      context.fill();
      context.stroke();
    }
    context.restore();
  }

  return { regions, draw };
})();
