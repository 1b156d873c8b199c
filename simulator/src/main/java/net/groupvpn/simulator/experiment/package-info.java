/**
 * Experiments as a whole: what is swept over, runs side by side, results in a folder that survives
 * interruptions, statistics over seeds, plots and the command line. What an experiment measures is
 * its own package's business: implement {@link net.groupvpn.simulator.experiment.Experiment}.
 */
@NullMarked
package net.groupvpn.simulator.experiment;

import org.jspecify.annotations.NullMarked;
