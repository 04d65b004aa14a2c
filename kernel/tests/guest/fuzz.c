// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random and mutated requests, mappings and races. Nothing may be refused with an error that is not
 * documented; that the kernel log stays clean is for the rig to see.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver.h"

#define CALLS 200000
#define SLOTS 8

/* What one worker's threads play with, on purpose without locks. */
struct toys {
	volatile int fds[SLOTS];
	struct {
		void *volatile address;
		volatile size_t length;
	} maps[SLOTS];
	pid_t victim;
	volatile unsigned int *calls;
	volatile int *undocumented;
};

struct player {
	struct toys *toys;
	uint64_t random;
};

static uint32_t roll(struct player *player, uint32_t sides)
{
	player->random ^= player->random << 13;
	player->random ^= player->random >> 7;
	player->random ^= player->random << 17;
	return (player->random >> 20) % sides;
}

static uint64_t odd_number(struct player *player)
{
	static const uint64_t numbers[] = {
		0,	    1,		2,	    7,		8,	    63,	     64,
		65,	    4095,	4096,	    4097,	65536,	    1 << 20, 0x7fffffff,
		0x80000000, 0xffffffff, 1ULL << 32, 1ULL << 47, 1ULL << 63, ~0ULL,   ~0ULL - 4095,
	};

	if (roll(player, 4))
		return numbers[roll(player, sizeof(numbers) / sizeof(*numbers))];
	return player->random;
}

static int some_fd(struct player *player)
{
	return player->toys->fds[roll(player, SLOTS)];
}

static void keep_fd(struct player *player, int fd)
{
	unsigned int slot = roll(player, SLOTS);
	int old = player->toys->fds[slot];

	if (fd < 0)
		return;
	fcntl(fd, F_SETFL, O_NONBLOCK);
	player->toys->fds[slot] = fd;
	if (old >= 0)
		close(old);
}

static bool is_documented(int error)
{
	/* EBADF is of the race itself: another thread has closed the descriptor */
	static const int documented[] = {
		EINVAL, EFAULT, ENOTTY, EACCES, EPERM,	    EBUSY,  EEXIST, ESRCH,
		EMFILE, ENFILE, ENOMEM, E2BIG,	EOPNOTSUPP, ENODEV, EAGAIN, EBADF,
	};

	for (unsigned int i = 0; i < sizeof(documented) / sizeof(*documented); i++) {
		if (error == documented[i])
			return true;
	}
	return false;
}

static int checked(struct player *player, int result)
{
	__atomic_add_fetch(player->toys->calls, 1, __ATOMIC_RELAXED);
	if (result < 0 && !is_documented(-result))
		*player->toys->undocumented = -result;
	return result;
}

/* Changes a field or two of what would have been right. */
static void mutate(struct player *player, void *bytes, size_t size)
{
	unsigned int changes = roll(player, 3);

	while (changes--) {
		size_t width = roll(player, 2) ? 8 : 4, at = roll(player, size / 4) * 4;
		uint64_t number = odd_number(player);

		memcpy((char *)bytes + at, &number, at + width > size ? size - at : width);
	}
}

static struct perfctr_event some_event(struct player *player)
{
	struct perfctr_event event = roll(player, 2) ? instructions(1 + roll(player, 3))
						     : cycles(1 + roll(player, 3));

	if (!roll(player, 3))
		event = sampled(event, 2000 + roll(player, 100000));
	if (!roll(player, 6))
		event.flags |= PERFCTR_EVENT_PINNED << roll(player, 2);
	if (!roll(player, 4))
		mutate(player, &event, sizeof(event));
	return event;
}

static void control(struct player *player)
{
	struct perfctr_event events[PERFCTR_MAX_EVENTS] = {};
	unsigned int n = roll(player, 3) ? roll(player, 5) : roll(player, PERFCTR_MAX_EVENTS + 1);
	struct perfctr_control control = control_of(events, n, roll(player, 16));

	for (unsigned int i = 0; i < n; i++)
		events[i] = some_event(player);
	control.preserve = roll(player, 3) ? 0 : player->random;
	if (!roll(player, 3))
		control.buffer_size = PAGE << roll(player, 6);
	if (!roll(player, 8))
		control.signal = SIGUSR1;
	if (!roll(player, 2))
		mutate(player, &control, sizeof(control));
	checked(player, request(some_fd(player), PERFCTR_CONTROL, &control));
}

static void create_some(struct player *player)
{
	struct perfctr_attach attach = {
		.size = sizeof(attach),
		.tid = roll(player, 3) ? player->toys->victim : gettid(),
	};
	static const unsigned long makers[] = { PERFCTR_ATTACH, PERFCTR_ATTACH, PERFCTR_ATTACH,
						PERFCTR_CREAT,	PERFCTR_CREAT,	PERFCTR_GLOBAL };
	unsigned long maker = makers[roll(player, 6)];
	int dev;

	if (maker != PERFCTR_ATTACH)
		attach.size = sizeof(struct perfctr_creat);
	if (!roll(player, 8))
		mutate(player, &attach, sizeof(attach));
	dev = open("/dev/perfctr", O_RDWR);
	keep_fd(player, checked(player, request(dev, maker, &attach)));
	if (roll(player, 10))
		close(dev);
	else
		keep_fd(player, dev);
}

static void read_some(struct player *player)
{
	struct reading reading;
	unsigned long what = roll(player, 2) ? PERFCTR_READ : PERFCTR_READ_CHILDREN;

	if (roll(player, 2)) {
		checked(player, try_read(some_fd(player), what, roll(player, 3),
					 roll(player, 3) - 1, &reading));
		return;
	}
	reading.head = (struct perfctr_read){
		.size = sizeof(reading.head),
		.counts = (uintptr_t)reading.counts,
		.nr_counts = PERFCTR_MAX_EVENTS,
		.count_size = sizeof(reading.counts[0]),
	};
	mutate(player, &reading.head, sizeof(reading.head));
	/* whatever count_size says, no more than this may be written */
	if (reading.head.nr_counts > 1000 || reading.head.count_size > sizeof(reading.counts[0]))
		reading.head.counts = 8;
	checked(player, request(some_fd(player), what, &reading.head));
}

static void any_request(struct player *player)
{
	static const unsigned long requests[] = {
		PERFCTR_INFO,	PERFCTR_CPUS,	       PERFCTR_CREAT,	PERFCTR_ATTACH,
		PERFCTR_GLOBAL, PERFCTR_CONTROL,       PERFCTR_READ,	PERFCTR_READ_CONTROL,
		PERFCTR_STOP,	PERFCTR_READ_CHILDREN, PERFCTR_IRESUME, PERFCTR_UNLINK,
	};
	static _Thread_local uint64_t words[512];
	unsigned long what = requests[roll(player, sizeof(requests) / sizeof(*requests))];
	int result;

	if (!roll(player, 10))
		what = player->random;
	memset(words, 0, sizeof(words));
	mutate(player, words, 160);
	words[0] = (words[0] & ~0xffffffffULL) | roll(player, 200);
	result = request(some_fd(player), what,
			 roll(player, 10) ? (void *)words : (void *)odd_number(player));
	checked(player, result);
	if (what == PERFCTR_CREAT || what == PERFCTR_ATTACH || what == PERFCTR_GLOBAL)
		keep_fd(player, result);
}

static void simple_request(struct player *player)
{
	static const unsigned long requests[] = {
		PERFCTR_STOP, PERFCTR_STOP, PERFCTR_IRESUME, PERFCTR_IRESUME, PERFCTR_UNLINK,
	};

	checked(player, request(some_fd(player), requests[roll(player, 5)], NULL));
}

static void map_some(struct player *player)
{
	static const int protections[] = { PROT_READ, PROT_READ | PROT_WRITE, PROT_READ,
					   PROT_EXEC };
	bool buffer = roll(player, 2);
	size_t length = buffer ? PAGE + (PAGE << roll(player, 6)) : PAGE << (roll(player, 8) == 0);
	off_t offset = buffer ? PERFCTR_MMAP_BUFFER : PERFCTR_MMAP_PAGE;
	unsigned int slot = roll(player, SLOTS);
	void *address;

	if (!roll(player, 10))
		offset = odd_number(player) & ~4095ULL;
	address = mmap(NULL, length, protections[roll(player, 4)],
		       roll(player, 8) ? MAP_SHARED : MAP_PRIVATE, some_fd(player), offset);
	__atomic_add_fetch(player->toys->calls, 1, __ATOMIC_RELAXED);
	if (address == MAP_FAILED)
		return;
	/* a map that is pushed out stays until the worker ends: unmapping it would race with munmap */
	player->toys->maps[slot].length = length;
	player->toys->maps[slot].address = address;
}

static void scribble(struct player *player)
{
	unsigned int slot = roll(player, SLOTS);
	uint64_t number = odd_number(player);
	int pipes[2];

	/* the kernel does the access, so that one that is not allowed is an error and no signal */
	if (!player->toys->maps[slot].address || pipe(pipes))
		return;
	if (write(pipes[1], &number, 8) == 8)
		(void)!read(pipes[0],
			    (char *)player->toys->maps[slot].address + 8 * roll(player, 512), 8);
	close(pipes[0]);
	close(pipes[1]);
}

static void unmap_some(struct player *player)
{
	unsigned int slot = roll(player, SLOTS);
	void *address = __atomic_exchange_n(&player->toys->maps[slot].address, NULL,
					    __ATOMIC_ACQ_REL);

	if (address)
		munmap(address, roll(player, 4) ? player->toys->maps[slot].length : PAGE);
}

static void poll_and_read(struct player *player)
{
	struct pollfd wait = { .fd = some_fd(player), .events = POLLIN };
	char bytes[512];

	poll(&wait, 1, 0);
	fcntl(wait.fd, F_SETFL, O_NONBLOCK | (roll(player, 4) ? 0 : O_ASYNC));
	if (read(wait.fd, bytes, roll(player, sizeof(bytes))) < 0)
		checked(player, -errno);
}

static void beget(struct player *player)
{
	pid_t child;

	if (roll(player, 8))
		return;
	child = fork();
	if (child == 0) {
		loop(roll(player, 3000));
		if (!roll(player, 4))
			execl("/proc/self/exe", "guest-tests", "--loop", "1000", NULL);
		_exit(0);
	}
	if (roll(player, 4))
		waitpid(child, NULL, 0);
}

static void move_somewhere(struct player *player)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(roll(player, cpus()), &set);
	sched_setaffinity(roll(player, 2) ? 0 : player->toys->victim, sizeof(set), &set);
}

static void close_some(struct player *player)
{
	unsigned int slot = roll(player, SLOTS);
	int fd = player->toys->fds[slot];

	player->toys->fds[slot] = roll(player, 2) ? dup(fd) : -1;
	close(fd);
}

static void *play(void *argument)
{
	static void (*const moves[])(struct player *) = {
		create_some,   create_some, control,	    control,	control,  read_some,
		read_some,     any_request, simple_request, map_some,	scribble, unmap_some,
		poll_and_read, beget,	    move_somewhere, close_some,
	};
	struct player *player = argument;

	while (*player->toys->calls < CALLS && !*player->toys->undocumented)
		moves[roll(player, sizeof(moves) / sizeof(*moves))](player);
	return NULL;
}

static void ignore_signals(void)
{
	for (int number = 1; number < 65; number++)
		signal(number, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	signal(SIGALRM, SIG_DFL);
}

struct game {
	unsigned int round;
	pid_t victim;
	volatile unsigned int *calls;
	volatile int *undocumented;
};

static void work(void *argument)
{
	struct game *game = argument;
	struct toys toys = {
		.calls = game->calls,
		.undocumented = game->undocumented,
		.victim = game->victim,
	};
	struct player players[3];
	pthread_t threads[2];

	for (int i = 0; i < SLOTS; i++)
		toys.fds[i] = -1;
	ignore_signals();
	alarm(2); /* a game does not go on for ever: what one player broke may be the only toy left */
	for (int i = 0; i < 3; i++)
		players[i] = (struct player){ &toys,
					      0x9e3779b97f4a7c15ULL * (3 * game->round + i + 1) };
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, play, &players[i]);
	play(&players[2]);
}

TEST(fuzz, survives_200000_random_requests)
{
	volatile unsigned int *calls = shared(PAGE);
	volatile int *undocumented = shared(PAGE);
	struct game game = { .calls = calls, .undocumented = undocumented };

	alarm(0); /* the rig's own limit applies */
	for (; *calls < CALLS && !*undocumented; game.round++) {
		pid_t worker;
		int status;

		game.victim = game.round % 2 ? start_spinner(0) : start_sleeper();
		worker = start(work, &game);
		/* random signals may end a worker, or stop it */
		waitpid(worker, &status, WUNTRACED);
		if (WIFSTOPPED(status))
			end(worker);
		end(game.victim);
	}
	expect(!*undocumented, "after %u calls: an undocumented error, %s", *calls,
	       strerror(*undocumented));
	note("%u calls in %u games", *calls, game.round);
}

static int contested;

static void *read_contested(void *unused)
{
	struct reading reading;

	(void)unused;
	for (int i = 0; i < 300; i++) {
		int error = try_read(contested, PERFCTR_READ, 0, 0, &reading);

		expect(error == 0 || error == -EBADF, "%d", error);
	}
	return NULL;
}

TEST(fuzz, closing_against_reading)
{
	pthread_t readers[3];

	for (int i = 0; i < 20; i++) {
		contested = create();
		count(contested, NULL, 0, 0);
		for (int j = 0; j < 3; j++)
			pthread_create(&readers[j], NULL, read_contested, NULL);
		for (int j = 0; j < i; j++)
			sched_yield();
		close(contested);
		for (int j = 0; j < 3; j++)
			pthread_join(readers[j], NULL);
	}
}
