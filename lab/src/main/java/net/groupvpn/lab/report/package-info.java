/** What measuring programs share: medians, the machine's description, tables, the recorded page. */
@NullMarked
package net.groupvpn.lab.report;

import org.jspecify.annotations.NullMarked;
