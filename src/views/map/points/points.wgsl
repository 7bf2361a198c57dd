// Counts events in squares, and draws the squares. Positions are whole numbers, 2^32 to the world,
// so that nothing is rounded and the antimeridian needs no care: sums wrap by themselves.

struct Look {
    // Bits to the right that make a position a square's number; first column; first row; columns - 1
    // of the world.
    cells: vec4<u32>,
    // Columns, rows, colours, whether squares outside the window are drawn.
    size: vec4<u32>,
    // The first square's left and top, a square's side, from one world to the next, in pixels.
    place: vec4<f32>,
    // The target's width and height in pixels.
    target_px: vec4<f32>,
    // The fewest events of each colour.
    least: array<vec4<u32>, 13>,
    // The colours, then that of squares outside the window; premultiplied.
    colors: array<vec4<f32>, 50>,
}

// Which of a chunk's points a window meets: from one to before another, but none of the first so many.
struct Meets {
    first: u32,
    end: u32,
    over: u32,
    unused: u32,
}

@group(0) @binding(0) var<uniform> look: Look;
@group(0) @binding(1) var<storage, read_write> sums: array<atomic<u32>>;
@group(1) @binding(0) var<storage, read> points: array<vec4<u32>>;
@group(1) @binding(1) var<uniform> meets: Meets;

@compute @workgroup_size(256)
fn count(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = meets.first + id.x;
    if at >= meets.end {
        return;
    }
    let point = points[at];
    if point.z < meets.over || point.w == 0xffffffffu {
        return;
    }
    let column = ((point.x >> look.cells.x) - look.cells.y) & look.cells.w;
    let row = (point.y >> look.cells.x) - look.cells.z;
    if column < look.size.x && row < look.size.y {
        atomicAdd(&sums[row * look.size.x + column], 1u);
    }
}

@group(0) @binding(2) var<storage, read> shown: array<u32>;
@group(0) @binding(3) var<storage, read> all: array<u32>;

struct Corner {
    @builtin(position) at: vec4<f32>,
    @location(0) @interpolate(flat) color: vec4<f32>,
}

// One instance a square, copy of the world by copy.
@vertex
fn square(@builtin(vertex_index) corner: u32, @builtin(instance_index) instance: u32) -> Corner {
    let squares = look.size.x * look.size.y;
    let world = instance / squares;
    let cell = instance % squares;
    var out: Corner;
    // Beyond the target: not drawn.
    out.at = vec4<f32>(2.0, 2.0, 2.0, 1.0);
    out.color = vec4<f32>(0.0);
    var color = look.size.z;
    if shown[cell] > 0u {
        color = 0u;
        for (var step = 1u; step < look.size.z; step++) {
            if look.least[step / 4u][step % 4u] > shown[cell] {
                break;
            }
            color = step;
        }
    } else if all[cell] == 0u || look.size.w == 0u {
        return out;
    }
    let column = cell % look.size.x + (corner & 1u);
    let row = cell / look.size.x + (corner >> 1u);
    let px = vec2<f32>(
        look.place.x + f32(world) * look.place.w + f32(column) * look.place.z,
        look.place.y + f32(row) * look.place.z,
    );
    let part = px / look.target_px.xy;
    out.at = vec4<f32>(part.x * 2.0 - 1.0, 1.0 - part.y * 2.0, 0.0, 1.0);
    out.color = look.colors[color];
    return out;
}

@fragment
fn fill(corner: Corner) -> @location(0) vec4<f32> {
    return corner.color;
}
