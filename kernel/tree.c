// SPDX-License-Identifier: GPL-2.0-only
/* A vperfctr with its descendants: families, sums, records of ended tasks. */
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include "machine.h"
#include "owner.h"
#include "requests.h"
#include "tree.h"
#include "vperfctr.h"

/* ---- References ---- */

void family_put(struct family *family)
{
	if (family && refcount_dec_and_test(&family->refs))
		kfree(family);
}

struct family *family_create(u32 nr_events)
{
	static atomic64_t last_id = ATOMIC64_INIT(0);
	struct family *family;

	family = kzalloc(struct_size(family, sum, nr_events), GFP_KERNEL_ACCOUNT);
	if (!family)
		return NULL;
	refcount_set(&family->refs, 1);
	family->id = atomic64_inc_return(&last_id);
	family->nr_events = nr_events;
	return family;
}

void tree_put(struct tree *tree)
{
	if (!refcount_dec_and_test(&tree->refs))
		return;
	put_pid_ns(tree->ns);
	free_page((unsigned long)tree->page);
	listeners_put(tree->listeners);
	kfree(tree);
}

/* ---- Descendants ---- */

bool tree_add_child(struct vperfctr *v)
{
	struct tree *tree = v->tree;
	bool added;

	raw_spin_lock(&tree->lock);
	added = !tree->closed && !vperfctr_insert(v);
	if (added) {
		list_add_tail(&v->link, &tree->members);
		v->family->live++;
		v->has_pmu = v->counters->control->nr_events;
		/* the parent has it, so it cannot be lost now */
		if (v->has_pmu)
			owner_share();
	}
	raw_spin_unlock(&tree->lock);
	return added;
}

void tree_count_uncounted(struct vperfctr *parent)
{
	raw_spin_lock(&parent->tree->lock);
	parent->family->uncounted++;
	raw_spin_unlock(&parent->tree->lock);
}

static void add_to_family(struct vperfctr *v)
{
	struct family *family = v->family;
	u32 i;

	family->live--;
	family->children++;
	family->tsc += v->counters->tsc_sum;
	for (i = 0; i < family->nr_events; i++)
		count_add(&family->sum[i], counters_count(v->counters, i));
}

static void add_record(struct tree *tree, struct vperfctr *v)
{
	if (!(v->counters->control->user.flags & PERFCTR_CONTROL_RECORDS))
		return;
	/* another family is being read by now: nobody wants it */
	if (v->family != READ_ONCE(tree->root->family))
		return;
	if (tree->nr_records >= perfctr_max_records) {
		v->family->dropped_records++;
		return;
	}
	refcount_inc(&v->refs);
	list_add_tail(&v->link, &tree->records);
	tree->nr_records++;
}

void tree_leave(struct vperfctr *v)
{
	struct tree *tree = v->tree;
	unsigned long flags;

	raw_spin_lock_irqsave(&tree->lock, flags);
	list_del_init(&v->link);
	add_to_family(v);
	if (!tree->closed)
		add_record(tree, v);
	raw_spin_unlock_irqrestore(&tree->lock, flags);
}

/* With tree->lock held: what they had counted when they were last suspended. */
static void add_members(struct tree *tree, struct family *family, struct snapshot *snapshot)
{
	struct vperfctr *v;
	u32 i;

	list_for_each_entry(v, &tree->members, link) {
		if (v->family != family)
			continue;
		raw_spin_lock(&v->lock);
		snapshot->tsc += v->counters->tsc_sum;
		for (i = 0; i < family->nr_events; i++)
			count_add(&snapshot->count[i], counters_count(v->counters, i));
		raw_spin_unlock(&v->lock);
	}
}

void tree_read_children(struct tree *tree, bool live, struct snapshot *snapshot)
{
	struct family *family;
	unsigned long flags;

	memset(snapshot, 0, sizeof(*snapshot));
	mutex_lock(&tree->mutex);
	family = tree->root->family;
	snapshot->state = READ_ONCE(tree->root->state);
	if (!family)
		goto out;
	if (live)
		on_each_cpu_cond(vperfctr_is_member_running, vperfctr_refresh_member, tree, true);
	raw_spin_lock_irqsave(&tree->lock, flags);
	snapshot->family = family->id;
	snapshot->nr_events = family->nr_events;
	snapshot->tsc = family->tsc;
	snapshot->children = family->children;
	snapshot->live = family->live;
	snapshot->uncounted = family->uncounted;
	snapshot->dropped_records = family->dropped_records;
	memcpy(snapshot->count, family->sum, family->nr_events * sizeof(family->sum[0]));
	if (live)
		add_members(tree, family, snapshot);
	raw_spin_unlock_irqrestore(&tree->lock, flags);
out:
	mutex_unlock(&tree->mutex);
}

/* ---- Records ---- */

struct vperfctr *tree_take_record(struct tree *tree)
{
	struct vperfctr *record;
	unsigned long flags;

	raw_spin_lock_irqsave(&tree->lock, flags);
	record = list_first_entry_or_null(&tree->records, struct vperfctr, link);
	if (record) {
		list_del_init(&record->link);
		tree->nr_records--;
	}
	raw_spin_unlock_irqrestore(&tree->lock, flags);
	return record;
}

void tree_return_record(struct tree *tree, struct vperfctr *record)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&tree->lock, flags);
	list_add(&record->link, &tree->records);
	tree->nr_records++;
	raw_spin_unlock_irqrestore(&tree->lock, flags);
}

bool tree_has_records(struct tree *tree)
{
	return !list_empty_careful(&tree->records);
}

bool tree_is_over(struct tree *tree)
{
	return vperfctr_is_final(READ_ONCE(tree->root->state)) &&
	       list_empty_careful(&tree->members);
}

/* ---- Open and close ---- */

static struct tree *tree_alloc(void)
{
	struct tree *tree = kzalloc(sizeof(*tree), GFP_KERNEL_ACCOUNT);

	if (!tree)
		return NULL;
	tree->page = (struct perfctr_page *)get_zeroed_page(GFP_KERNEL_ACCOUNT);
	tree->listeners = listeners_create();
	if (!tree->page || !tree->listeners)
		goto err;
	refcount_set(&tree->refs, 1);
	mutex_init(&tree->mutex);
	tree->ns = get_pid_ns(task_active_pid_ns(current));
	raw_spin_lock_init(&tree->lock);
	INIT_LIST_HEAD(&tree->members);
	INIT_LIST_HEAD(&tree->records);
	return tree;
err:
	if (tree->listeners)
		listeners_put(tree->listeners);
	free_page((unsigned long)tree->page);
	kfree(tree);
	return NULL;
}

static void init_page(struct tree *tree)
{
	BUILD_BUG_ON(sizeof(struct perfctr_page) > PAGE_SIZE);
	tree->page->size = offsetof(struct perfctr_page, events);
	tree->page->tid = tree->root->tid;
	tree->page->tsc_mult = machine.tsc_mult;
	tree->page->tsc_shift = machine.tsc_shift;
}

struct tree *tree_create(struct task_struct *task)
{
	struct tree *tree = tree_alloc();
	int err = -ENOMEM;

	if (!tree)
		return ERR_PTR(err);
	tree->root = vperfctr_create(tree, task, GFP_KERNEL_ACCOUNT);
	if (!tree->root)
		goto put_tree;
	init_page(tree);
	err = vperfctr_begin(tree->root);
	if (!err)
		return tree;
	vperfctr_put(tree->root);
put_tree:
	tree_put(tree);
	return ERR_PTR(err);
}

static struct vperfctr *first_of(struct tree *tree, struct list_head *list)
{
	struct vperfctr *v;
	unsigned long flags;

	raw_spin_lock_irqsave(&tree->lock, flags);
	v = list_first_entry_or_null(list, struct vperfctr, link);
	/* one that is just leaving has its last reference until it has left */
	if (v)
		refcount_inc(&v->refs);
	raw_spin_unlock_irqrestore(&tree->lock, flags);
	return v;
}

void tree_close(struct tree *tree)
{
	struct vperfctr *v;
	unsigned long flags;

	raw_spin_lock_irqsave(&tree->lock, flags);
	tree->closed = true;
	raw_spin_unlock_irqrestore(&tree->lock, flags);

	vperfctr_finish(tree->root, PERFCTR_DETACHED);
	while ((v = first_of(tree, &tree->members))) {
		vperfctr_finish(v, PERFCTR_DETACHED);
		vperfctr_put(v);
		cond_resched();
	}
	while ((v = tree_take_record(tree)))
		vperfctr_put(v);
	vperfctr_put(tree->root);
	tree_put(tree);
}
