META
key;value
description;made up
country;France
unit;Pompey
instance;2026
num_projects;14
num_votes;6
budget;5
vote_type;approval
rule;equal-shares
places;5
minimum_supporters;2
rule_version;1
answers;no,maybe,priority,not_concerned
input_hash;9363d0334ec152c66d9828a087a2093b1861c036bdec8094f11db21d9c344beb
PROJECTS
project_id;cost;name;votes;selected
1;1;Proposition 1;1;0
2;1;Proposition 2;1;0
3;1;Proposition 3;0;0
4;1;Proposition 4;3;1
5;1;Proposition 5;2;0
6;1;Proposition 6;1;0
7;1;Proposition 7;1;0
8;1;Proposition 8;3;1
9;1;Proposition 9;1;0
10;1;Proposition 10;2;1
11;1;Proposition 11;2;1
12;1;Proposition 12;2;1
13;1;Proposition 13;1;0
14;1;Proposition 14;1;0
VOTES
voter_id;vote;no;maybe;priority;not_concerned
POM-1;2,4,5,8;;1,6,10;2,4,5,8;
POM-2;4,12;8,13;1,7;4;
POM-3;4,7,14;12;9;;
POM-4;8,10,12;2;1,7;10;11
POM-5;6,8,9,11,13;7,12;4;6,11;
POM-6;1,5,10,11;;13;1,5,10,11;3
