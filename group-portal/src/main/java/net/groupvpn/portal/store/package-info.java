/**
 * The database: opening it, migrating it, transactions. The table classes in {@code store.schema}
 * are generated from the migrations; the queries live in each feature's own store.
 */
@NullMarked
package net.groupvpn.portal.store;

import org.jspecify.annotations.NullMarked;
