# Weighs what benchmarks/dna/peers.py wrote, with dvir (and forrel, pedprobr, pedtools beneath it): a yardstick, nothing
# of it is part of Antigone. Usage: Rscript peers.R FOLDER
suppressMessages({
  library(dvir)
})
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) read.csv(file.path(folder, name), colClasses = "character")
loci <- read("loci.csv")
people <- read("people.csv")
genotypes <- read("genotypes.csv")
rate <- as.numeric(read("rate.csv")$rate)
attributes <- lapply(unique(loci$locus), function(name) {
  mine <- loci[loci$locus == name, ]
  list(name = name, alleles = mine$allele, afreq = as.numeric(mine$frequency), mutmod = "proportional", rate = rate)
})
read_of <- function(ids) {
  found <- matrix(NA_character_, length(ids), length(attributes), dimnames = list(ids, unique(loci$locus)))
  mine <- genotypes[genotypes$id %in% ids, ]
  found[cbind(mine$id, mine$locus)] <- paste0(mine$first, "/", mine$second)
  found
}
with_readings <- function(tree) setMarkers(tree, alleleMatrix = read_of(labels(tree)), locusAttributes = attributes)
tree_of <- function(name) {
  mine <- people[people$family == name, ]
  with_readings(ped(mine$id, mine$father, mine$mother, as.integer(mine$sex)))
}
bodies <- people$id[people$family == "bodies"]
pm <- lapply(bodies, function(id) with_readings(singleton(id, sex = 1)))
families <- setdiff(unique(people$family), "bodies")
am <- lapply(families, tree_of)
names(am) <- families
case <- dviData(pm = pm, am = am, missing = people$id[people$missing == "1"])
start <- proc.time()
ratios <- pairwiseLR(case, verbose = FALSE)$LRmatrix
spent <- sum((proc.time() - start)[c("user.self", "sys.self", "user.child", "sys.child")], na.rm = TRUE)
write.csv(as.data.frame(ratios), file.path(folder, "ratios.csv"))
writeLines(c(
  sprintf("%.4f", spent),
  sprintf("R %s.%s, dvir %s, forrel %s, pedprobr %s", R.version$major, R.version$minor,
    packageVersion("dvir"), packageVersion("forrel"), packageVersion("pedprobr"))
), file.path(folder, "spent.txt"))
