package net.groupvpn.lab.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies between the packages of a module have no cycles. */
@AnalyzeClasses(packages = "net.groupvpn", importOptions = DoNotIncludeTests.class)
class PackageCyclesTest {
  @ArchTest static final ArchRule thePackagesOfTheClientAreNoCircle = noCircle("client");

  @ArchTest static final ArchRule thePackagesOfThePortalAreNoCircle = noCircle("portal");

  @ArchTest static final ArchRule thePackagesOfAddressesAndNamesAreNoCircle = noCircle("dhcpdns");

  @ArchTest static final ArchRule thePackagesOfTheSimulatorAreNoCircle = noCircle("simulator");

  private static ArchRule noCircle(String module) {
    return slices().matching("net.groupvpn." + module + ".(*)..").should().beFreeOfCycles();
  }
}
