/**
 * Experiments in general: what is swept over, parallel runs, results in a folder that survives
 * interruptions, statistics over seeds, plots and the command line. A package of its own defines
 * what an experiment measures: implement {@link net.groupvpn.simulator.experiment.Experiment}.
 */
@NullMarked
package net.groupvpn.simulator.experiment;

import org.jspecify.annotations.NullMarked;
