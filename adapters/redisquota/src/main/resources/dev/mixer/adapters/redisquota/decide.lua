-- One decision. The clock is the server's, so hosts need not agree on the time; times are microseconds.
-- KEYS: the counter; the memory of a request, where its id is to be remembered.
-- ARGV: algorithm, limit, window, bucket, amount, best effort (1 or 0), what to lease in addition, how long to remember (ms).
-- Answers: granted, remaining, time until there is more, leased, the server's time, whether a
-- look found that more was wanted than there was (1 or 0).
local algorithm = ARGV[1]
local limit, window, bucket = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local amount, best, extra, remember = tonumber(ARGV[5]), ARGV[6] == '1', tonumber(ARGV[7]), tonumber(ARGV[8])
local key = KEYS[1]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])

-- Lua would write large numbers with 14 digits.
local function whole(number)
    return string.format('%.0f', number)
end

local function expire(micros)
    redis.call('PEXPIRE', key, whole(math.ceil(micros / 1000) + 1))
end

if remember > 0 then
    local known = redis.call('GET', KEYS[2])
    if known then
        local granted, remaining, reset = string.match(known, '^(%d+) (%d+) (%d+)$')
        return {tonumber(granted), tonumber(remaining), tonumber(reset), 0, now, 0}
    end
end

-- Each algorithm says what is taken now, how to add to it (or to take away) and when there will be more.
-- A fixed window remembers in which of its windows more was wanted than there was.
local taken, add, reset
local beyond, goBeyond = false, function() end

local function never()
    taken = tonumber(redis.call('HGET', key, 'n') or '0')
    add = function(change)
        redis.call('HSET', key, 'n', whole(taken + change))
    end
    reset = function()
        return 0
    end
end

local function fixed()
    local state = redis.call('HMGET', key, 'w', 'n', 'b')
    local start = now - now % window
    taken = 0
    if state[1] and tonumber(state[1]) >= start then
        start = tonumber(state[1])
        taken = tonumber(state[2])
        beyond = state[3] and tonumber(state[3]) >= start
    end
    add = function(change)
        redis.call('HSET', key, 'w', whole(start), 'n', whole(taken + change))
        expire(start + window - now)
        if change < 0 and beyond then
            redis.call('HDEL', key, 'b')
        end
    end
    goBeyond = function()
        if not beyond then
            redis.call('HSET', key, 'b', whole(start))
        end
    end
    reset = function()
        return math.min(window, start + window - now)
    end
end

local function rolling()
    local span = math.ceil(window / bucket) + 1
    local current = math.floor(now / bucket)
    local state = redis.call('HGETALL', key)
    local counts, numbers, gone = {}, {}, {}
    for i = 1, #state, 2 do
        current = math.max(current, tonumber(state[i]))
    end
    taken = 0
    for i = 1, #state, 2 do
        local number = tonumber(state[i])
        if number <= current - span then
            gone[#gone + 1] = state[i]
        else
            numbers[#numbers + 1] = number
            counts[number] = tonumber(state[i + 1])
            taken = taken + counts[number]
        end
    end
    table.sort(numbers)
    add = function(change)
        if #gone > 0 then
            redis.call('HDEL', key, unpack(gone))
        end
        if change > 0 then
            if not counts[current] then
                numbers[#numbers + 1] = current
            end
            counts[current] = (counts[current] or 0) + change
            redis.call('HSET', key, whole(current), whole(counts[current]))
            expire((current + span) * bucket - now)
            return
        end
        local rest = -change
        while rest > 0 and #numbers > 0 do
            local number = numbers[#numbers]
            local back = math.min(rest, counts[number])
            rest = rest - back
            counts[number] = counts[number] - back
            if counts[number] == 0 then
                redis.call('HDEL', key, whole(number))
                numbers[#numbers] = nil
            else
                redis.call('HSET', key, whole(number), whole(counts[number]))
            end
        end
    end
    reset = function()
        return numbers[1] and (numbers[1] + span) * bucket - now or 0
    end
end

local function even()
    local state = redis.call('HMGET', key, 'l', 't')
    local level, at = 0, now
    if state[1] then
        level = tonumber(state[1])
        at = math.max(now, tonumber(state[2]))
        level = math.max(0, level - (at - tonumber(state[2])) * limit / window)
    end
    taken = math.ceil(level - 1e-9)
    add = function(change)
        level = math.max(0, level + change)
        redis.call('HSET', key, 'l', string.format('%.17g', level), 't', whole(at))
        expire(at - now + math.max(window, level * window / math.max(1, limit)))
    end
    reset = function()
        if level <= 0 or limit == 0 then
            return 0
        end
        local wanted = math.max(1, limit - math.ceil(level - 1e-9) + 1)
        return math.max(1, math.min(window, math.ceil((level - (limit - wanted)) * window / limit - 1e-5)))
    end
end

local algorithms = {never = never, fixed = fixed, rolling = rolling, even = even}
algorithms[algorithm]()

local free = math.max(0, limit - taken)
local granted, leased = 0, 0
local lookedBeyond = amount == 0 and free == 0 and beyond
if amount > 0 then
    if amount <= free then
        granted = amount
        leased = math.min(extra, free - amount)
    elseif best then
        granted = free
    end
    if granted > 0 then
        add(granted + leased)
    end
    -- Where nothing was ever taken there is no key, and none is made for a limit of zero.
    if best and amount > free and taken + granted > 0 then
        goBeyond()
    end
    free = free - granted - leased
elseif amount < 0 then
    local back = math.min(taken, -amount)
    if back > 0 then
        add(-back)
        free = math.max(0, limit - (taken - back))
    end
end
local wait = reset()
if remember > 0 then
    redis.call('SET', KEYS[2], whole(granted) .. ' ' .. whole(free) .. ' ' .. whole(wait), 'PX', whole(remember))
end
return {granted, free, wait, leased, now, lookedBeyond and 1 or 0}
