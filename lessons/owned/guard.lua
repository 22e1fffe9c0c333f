-- Runs a command unless one of its keys turns out to be somebody else's: in
-- one step, so that nobody comes between the look and the command.
--
-- KEYS are keys. ARGV is the mark that each of them should have, "" for a key
-- that was not there; then, where something is to be done, a command. It
-- returns for each key whether it is as it should be, or not there at all;
-- the marks of the keys as they are in the end; and the command's reply.

-- slack, largest, first and last are set by what is put in front of this: see
-- guard.go.

-- bag hashes items whose order may change by itself: while a table grows,
-- Redis moves its items with every look at it. n is how many of them belong
-- together.
local function bag(items, n)
  local parts = {}
  for i = 1, #items, n do
    parts[#parts + 1] = redis.sha1hex(#items[i] .. ' ' .. table.concat(items, '', i, i + n - 1))
  end
  table.sort(parts)
  return redis.sha1hex(table.concat(parts))
end

-- fields tells a hash whose fields expire one by one: each field with its
-- value, hashed, and its deadline.
local function fields(key)
  local all, names, parts = redis.call('HGETALL', key), {}, {}
  for i = 1, #all, 2 do names[#names + 1] = all[i] end
  if #names > 1000 then return 'large' end
  local times = redis.call('HPEXPIRETIME', key, 'FIELDS', #names, unpack(names))
  for i, name in ipairs(names) do
    if times[i] ~= -2 then -- gone, though HGETALL still has it
      parts[#parts + 1] = string.format('%s@%.0f', redis.sha1hex(#name .. ' ' .. name .. all[2 * i]), times[i])
    end
  end
  return 'fields:' .. table.concat(parts, ',')
end

local function clock()
  local now = redis.call('TIME')
  return now[1] * 1000 + math.floor(now[2] / 1000)
end

-- mark says what a key is: a hash of its value, and the time at which it
-- expires, in ms since 1970, or 0. The last 10 bytes of a dump are a version
-- and a checksum. Its first byte is a type; first to last are those of hashes
-- with fields that expire.
local function mark(key, known)
  if redis.call('EXISTS', key) == 0 then return '' end
  if (redis.call('MEMORY', 'USAGE', key) or 0) > largest then return 'large' end
  local dump = redis.call('DUMP', key)
  if not dump then return '' end
  local code, kind, value = string.byte(dump), redis.call('TYPE', key).ok, nil
  if code >= first and code <= last or kind == 'hash' and string.sub(known, 1, 7) == 'fields:' then
    value = fields(key)
  elseif kind == 'hash' then
    value = bag(redis.call('HGETALL', key), 2)
  elseif kind == 'set' then
    value = bag(redis.call('SMEMBERS', key), 1)
  else
    value = redis.sha1hex(string.sub(dump, 1, -11))
  end
  local left = redis.call('PTTL', key)
  if left < 0 then return value .. ' 0' end
  return string.format('%s %.0f', value, clock() + left)
end

-- rest reports whether now is what time alone has left of the fields in known.
local function rest(known, now)
  local there, at = {}, clock()
  for part in string.gmatch(string.sub(known, 8), '[^,]+') do there[part] = true end
  for part in string.gmatch(string.sub(now, 8), '[^,]+') do
    if not there[part] then return false end
    there[part] = nil
  end
  for part in pairs(there) do
    local deadline = tonumber(string.match(part, '@(.*)$'))
    if deadline < 0 or deadline > at then return false end
  end
  return true
end

local function same(known, now)
  local value, deadline = string.match(known, '^(%S+) (%d+)$')
  local is, ends = string.match(now, '^(%S+) (%d+)$')
  if not value or not is then return false end
  if deadline ~= ends and (deadline == '0' or ends == '0' or math.abs(deadline - ends) > slack) then return false end
  if string.sub(value, 1, 7) == 'fields:' and string.sub(is, 1, 7) == 'fields:' then return rest(value, is) end
  return value == is and value ~= 'large'
end

local fits, marks, all, reply = {}, {}, true, false
for i, key in ipairs(KEYS) do
  marks[i] = mark(key, ARGV[i])
  fits[i] = (marks[i] == '' or same(ARGV[i], marks[i])) and 1 or 0
  all = all and fits[i] == 1
end
if all and #ARGV > #KEYS then
  reply = redis.pcall(unpack(ARGV, #KEYS + 1))
  for i, key in ipairs(KEYS) do marks[i] = mark(key, '') end
end
return {fits, marks, reply}
