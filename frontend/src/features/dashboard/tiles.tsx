/** The key figures, each with a hint. */

import { Link } from 'react-router'

type Tile = { name: string; value: string; hint: string; to: string }

export function Tiles({ tiles }: { tiles: readonly Tile[] }) {
  return (
    <dl className="tiles">
      {tiles.map(({ name, value, hint, to }) => (
        <div className="tile" key={name}>
          <dt>
            <Link to={to}>{name}</Link>
          </dt>
          <dd className="tile-value">{value}</dd>
          <dd className="soft">{hint}</dd>
        </div>
      ))}
    </dl>
  )
}
