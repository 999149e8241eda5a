// The map of the ways: our own coastline, the places and the ways between them. The table below it says the same in words.
"use strict";
(() => {
  const DASHES = { rail: null, road: "9 5", sea: "1 7", air: "14 5 2 5" };
  const NORTH_EAST = [72, 158], SOUTH_WEST = [-8, 4];
  let land = null;

  // An aircraft flies the great circle; on this projection that is a curve.
  function flown(from, to) {
    const rad = Math.PI / 180, vector = ([lat, lon]) => [Math.cos(lat * rad) * Math.cos(lon * rad), Math.cos(lat * rad) * Math.sin(lon * rad), Math.sin(lat * rad)];
    const a = vector(from), b = vector(to), angle = Math.acos(Math.min(1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2]));
    if (angle < 0.02) return [from, to];
    return Array.from({ length: 33 }, (_, i) => {
      const f = Math.sin((1 - i / 32) * angle) / Math.sin(angle), g = Math.sin((i / 32) * angle) / Math.sin(angle);
      const [x, y, z] = [0, 1, 2].map((k) => f * a[k] + g * b[k]);
      return [Math.atan2(z, Math.hypot(x, y)) / rad, Math.atan2(y, x) / rad];
    });
  }

  async function draw() {
    const box = document.getElementById("map");
    if (!box || box.dataset.drawn) return;
    box.dataset.drawn = "yes";
    box.hidden = false;
    const { places, ways } = JSON.parse(box.dataset.ways);
    const map = L.map(box, { attributionControl: false, zoomControl: true, scrollWheelZoom: false, keyboard: true, minZoom: 2, maxZoom: 8, zoomSnap: 0.25, maxBounds: [SOUTH_WEST, NORTH_EAST], maxBoundsViscosity: 1, fadeAnimation: false, zoomAnimation: false });
    L.control.attribution({ prefix: false }).addAttribution(box.dataset.credit).addTo(map);
    const at = (code) => places[code] && [places[code].lat, places[code].lon];
    const points = Object.keys(places).map(at);
    if (points.length) map.fitBounds(L.latLngBounds(points), { padding: [40, 40], maxZoom: 7 });
    else map.setView([40, 90], 3);
    for (const name of ["land", "net", "ways", "chosen", "stops"]) map.createPane(name).style.zIndex = { land: 300, net: 310, ways: 410, chosen: 420, stops: 430 }[name];
    const svg = Object.fromEntries(["land", "net", "ways", "chosen", "stops"].map((pane) => [pane, L.svg({ pane, padding: 1 })]));

    for (let degree = -10; degree <= 160; degree += 10) {
      const lines = [[[SOUTH_WEST[0], degree], [NORTH_EAST[0], degree]], [[degree, SOUTH_WEST[1]], [degree, NORTH_EAST[1]]]];
      for (const line of lines) L.polyline(line, { pane: "net", renderer: svg.net, className: "graticule", interactive: false }).addTo(map);
    }

    const seen = new Set();
    for (const way of [...ways].sort((a, b) => b.chosen - a.chosen)) {
      for (const [from, to, mode] of way.legs) {
        if (!at(from) || !at(to) || seen.has(`${from} ${to} ${mode}`)) continue;
        seen.add(`${from} ${to} ${mode}`);
        const pane = way.chosen ? "chosen" : "ways";
        L.polyline(mode === "air" ? flown(at(from), at(to)) : [at(from), at(to)], { pane, renderer: svg[pane], className: `leg ${mode}${way.chosen ? " chosen" : ""}`, dashArray: DASHES[mode] || null, interactive: false }).addTo(map);
      }
    }
    const chosen = ways.find((way) => way.chosen) || { legs: [] };
    const stops = new Set(chosen.legs.flatMap(([from, to]) => [from, to]));
    const ends = new Set([chosen.legs[0]?.[0], chosen.legs[chosen.legs.length - 1]?.[1]]);
    const drawn = [];
    const codes = Object.keys(places).sort((a, b) => (ends.has(b) - ends.has(a)) || (stops.has(b) - stops.has(a)));
    for (const code of codes) {
      const marker = L.circleMarker(at(code), { pane: "stops", renderer: svg.stops, radius: ends.has(code) ? 6 : stops.has(code) ? 4.5 : 3, className: `stop${stops.has(code) ? " chosen" : ""}${ends.has(code) ? " end" : ""}` }).addTo(map);
      drawn.push([marker, code]);
    }
    // Names stay where there is room for them; the others show under the pointer.
    const name = () => {
      const taken = [], edge = map.getSize().x;
      for (const [marker, code] of drawn) {
        const point = map.latLngToContainerPoint(marker.getLatLng()), width = 16 + 8 * [...places[code].name].reduce((sum, letter) => sum + (letter > "\u2E7F" ? 1.7 : 1), 0);
        const sides = point.x + width > edge ? ["left", "right"] : ["right", "left"];
        const side = sides.find((side) => {
          const left = side === "right" ? point.x : point.x - width;
          return left >= 0 && left + width <= edge && !taken.some((box) => left < box[1] && left + width > box[0] && Math.abs(point.y - box[2]) < 18);
        });
        marker.unbindTooltip();
        if (side) taken.push(side === "right" ? [point.x, point.x + width, point.y] : [point.x - width, point.x, point.y]);
        const label = document.createElement("span");
        label.textContent = places[code].name;
        marker.bindTooltip(label, { permanent: Boolean(side), direction: side || "top", offset: side === "left" ? [-8, 0] : side ? [8, 0] : [0, -8], className: `name${ends.has(code) ? " ends" : ""}` });
      }
    };
    name();
    map.on("zoomend resize", name);

    land ||= fetch(box.dataset.land).then((answer) => answer.json());
    L.geoJSON(await land, { pane: "land", renderer: svg.land, interactive: false, style: { className: "land" } }).addTo(map);
  }

  window.addEventListener("DOMContentLoaded", draw);
  document.addEventListener("htmx:afterSettle", draw);
})();
